"""The house itself: who may import whom, what is documented, how long a file may be, and what never goes into it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assistant.city import City, load_city
from assistant.settings import Settings
from eval.scenario import read_scenarios
from tests.conftest import HEFEI
from tests.simulators import ROOT

PACKAGES = ("prompts", "retrieval", "tools", "assistant", "server", "eval")
LONGEST = 300
SETTINGS = sorted(name.upper() for name in Settings.model_fields)


def modules() -> list[Path]:
    return sorted(
        path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts
    )


def tracked() -> list[Path]:
    """The files of the repository; those of a copy without one are found on disk."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_imports_keep_their_direction() -> None:
    command = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("name", ["conditions", "items", "topics", "commands", "case", "dialogue", "apply"])
def test_what_decides_imports_no_network_database_model_or_web(name: str) -> None:
    command = f"import sys, assistant.{name}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"httpx", "sqlalchemy", "langchain_core", "openai", "fastapi", "chromadb", "starlette", "torch"}


def documented(path: Path, row: str) -> dict[str, str]:
    """Setting → default, as the file tells it."""
    found = re.findall(row, path.read_text("utf-8"), re.MULTILINE)
    assert len(found) == len({name for name, _ in found}), f"{path}: a setting stands twice"
    return dict(found)


def shown(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_setting_stands_in_the_example_with_its_default() -> None:
    found = documented(ROOT / ".env.example", r"^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$")
    assert sorted(found) == SETTINGS
    values = {name.lower(): value for name, value in found.items() if value}
    defaults = Settings.model_validate(values)
    assert {name: getattr(defaults, name) for name in Settings.model_fields} == {
        name: field.default for name, field in Settings.model_fields.items()
    }


def test_every_setting_is_explained_with_its_default() -> None:
    found = documented(ROOT / "docs" / "settings.md", r"^\| `([A-Z][A-Z0-9_]+)` \| (.*?) \|")
    assert sorted(found) == SETTINGS
    for name, told in found.items():
        default = shown(Settings.model_fields[name.lower()].default)
        assert told == (f"`{default}`" if default else "*empty*"), name


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_used(name: str) -> None:
    source = "".join(path.read_text("utf-8") for path in modules() if path.name != "settings.py")
    built = name.endswith("_url") and 'f"{name}_url"' in source and f'"{name.removesuffix("_url")}"' in source
    assert f"settings.{name}" in source or built


@pytest.fixture(scope="module")
def city() -> City:
    return load_city(HEFEI)


def test_every_item_that_is_handled_has_a_scenario(city: City) -> None:
    played = {scenario.item for scenario in read_scenarios(HEFEI / "scenarios")}
    assert sorted(code for code, item in city.items.items() if item.kind != "guide" and code not in played) == []


def test_every_item_that_submits_has_its_happy_path_and_a_talk_that_submits_nothing(city: City) -> None:
    scenarios = read_scenarios(HEFEI / "scenarios")
    for code, item in city.items.items():
        if item.submit is None:
            continue
        ends = {scenario.ends.submitted for scenario in scenarios if scenario.item == code}
        assert 1 in ends, f"{code}: no scenario ends with a receipt"
        assert ends - {1}, f"{code}: no scenario ends without one"


def test_scenarios_name_items_that_exist(city: City) -> None:
    named = {scenario.item for scenario in read_scenarios(HEFEI / "scenarios") if scenario.item}
    assert named <= set(city.items)


def measured(path: Path) -> object:
    name = str(path.relative_to(ROOT))
    return pytest.param(path, id=name)


@pytest.mark.parametrize("path", [measured(path) for path in modules()])
def test_modules_are_short_and_say_what_they_are(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST
    assert text == "" or text.lstrip().startswith('"""') or path.name == "__init__.py"


def test_no_python_names_an_item(city: City) -> None:
    """One item file drives everything; the exceptions are measurements and the demonstration."""
    wrong = []
    for path in modules():
        if path.parts[len(ROOT.parts)] in ("eval", "server") or "simulators" in path.parts:
            continue
        text = path.read_text("utf-8")
        wrong += [f"{path.relative_to(ROOT)}: {code}" for code in city.items if f'"{code}"' in text]
    assert wrong == []


# Written in pieces, so that this file does not hold what it looks for.
MACHINES = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:home|Users|root|work|farm|mnt|tmp)/[\w.-]+/",
            "pypi" + r"\.org", "pythonhosted" + r"\.org", "registry\\." + "npmjs", "hugging" + "face\\.co",
            "/simple" + r"/\w",
            "ali" + "yun", "tuna" + r"\.tsinghua", "index" + "-url", "art" + "ifactory", "ne" + r"xus\.",
        ]
    ),
    re.IGNORECASE,
)  # fmt: skip
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".sh", ".html", ".js", ".ts", ".css", ".json", ".example", ""}


def test_no_registry_and_no_path_of_a_machine_stands_in_the_repository() -> None:
    wrong = []
    for path in tracked():
        if path.suffix not in TEXT or path.name in ("package-lock.json", "LICENSE") or path.stat().st_size > 2_000_000:
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if (found := MACHINES.search(line)) is not None:
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {found.group(0)}")
    assert wrong == []


NOBODYS = {"340199", "999999"}  # no place has these codes


def test_demo_people_are_invented() -> None:
    """Identity numbers of the demonstration have a region that no place has."""
    number = re.compile(
        r"(?<![\w-])([1-9]\d{5})(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![\w-])"
    )
    regions = set()
    for path in tracked():
        if path.suffix in (".py", ".yaml", ".md", ".csv", ".jsonl"):
            regions |= {found.group(1) for found in number.finditer(path.read_text("utf-8", errors="replace"))}
    assert regions <= NOBODYS


def test_the_city_names_its_systems_without_defaults_in_production() -> None:
    systems = yaml.safe_load((HEFEI / "city.yaml").read_text("utf-8"))["systems"]
    assert all(
        str(system["url"]).startswith("${") and str(system["key"]).startswith("${") for system in systems.values()
    )
