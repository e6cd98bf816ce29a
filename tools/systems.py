"""The `systems:` of city.yaml: where each government system is and which adapter speaks to it, checked at start.

Knows nothing of the rest of city.yaml, except the time zone that dates records and receipts.
"""

import difflib
import importlib
import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx
import yaml

from tools.adapter import Operation, operations_of
from tools.errors import SetupError
from tools.gateway import Gateway
from tools.wire import API_KEY

_KEYS = ("adapter", "url", "key")
_SETTING = re.compile(r"\$\{(?P<name>[A-Z][A-Z0-9_]*)(:-(?P<default>[^}]*))?\}")
_LIMITS = httpx.Limits(max_connections=64, max_keepalive_connections=32, keepalive_expiry=3.0)
# The gateway times whole tries; here only the phases in which nothing has been sent yet are short.
_TIMEOUT = httpx.Timeout(30.0, connect=2.0, pool=2.0)


@dataclass(frozen=True)
class System:
    """One entry of `systems:`, with what its adapter module declares."""

    name: str
    url: str
    key: str = field(repr=False)
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class _Place:
    file: Path
    node: yaml.Node

    def wrong(self, what: str, right: str) -> SetupError:
        return SetupError(f"{self.file}:{self.node.start_mark.line + 1}: {what}; {right}")


def read_systems(city: Path, environment: Mapping[str, str], *, defaults: bool = True) -> list[System]:
    """Import the adapters that `city`/city.yaml lists. SetupError says where and what.

    `environment` fills in `${NAME}` and `${NAME:-default}`; `defaults=False` (production) accepts no default.
    """
    file, root = _compose(city)
    systems = _entries(_Place(file, root)).get("systems")
    if systems is None:
        raise SetupError(f"{file}:1: there is no `systems:`; list each system with {', '.join(_KEYS)}")
    return [_system(name, place, environment, defaults) for name, place in _entries(_Place(file, systems.node)).items()]


def open_gateway(
    city: Path,
    environment: Mapping[str, str],
    *,
    defaults: bool = True,
    clock: Callable[[], float] = time.monotonic,
) -> Gateway:
    """The gateway to a city's systems; the caller closes it. With TODAY set, records are dated that day."""
    systems = read_systems(city, environment, defaults=defaults)
    # These write whole addresses, and with them plates and person numbers, into the log.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return Gateway(
        _all_operations(systems),
        {system.name: _client(system) for system in systems},
        clock=clock,
        now=_now(_zone(city), environment.get("TODAY")),
    )


def _client(system: System) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=system.url,
        headers={API_KEY: system.key},
        limits=_LIMITS,
        timeout=_TIMEOUT,
        # City systems stand in the government network; a proxy set for the outside must not see their traffic.
        trust_env=False,
    )


def _all_operations(systems: Iterable[System]) -> list[Operation]:
    return [operation for system in systems for operation in system.operations]


def _compose(city: Path) -> tuple[Path, yaml.Node]:
    file = city / "city.yaml" if city.is_dir() else city
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise SetupError(f"{file}: cannot be read ({error.strerror}); a city is a folder with a city.yaml") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SetupError(f"{file}:{line}: not YAML ({error.problem}); check indentation and quotes") from None
    if root is None:
        raise SetupError(f"{file}:1: the file is empty; describe the city and its systems")
    return file, root


def _entries(place: _Place) -> dict[str, _Place]:
    if not isinstance(place.node, yaml.MappingNode):
        raise place.wrong("a mapping is expected here", "write `name: value` lines")
    found: dict[str, _Place] = {}
    for key, value in place.node.value:
        if key.value in found:
            raise _Place(place.file, key).wrong(f"`{key.value}` stands here a second time", "keep one of the two")
        found[str(key.value)] = _Place(place.file, value)
    return found


def _system(name: str, place: _Place, environment: Mapping[str, str], defaults: bool) -> System:
    entries = _entries(place)
    for unknown in entries.keys() - set(_KEYS):
        close = difflib.get_close_matches(unknown, _KEYS, n=1)
        raise entries[unknown].wrong(
            f"{name} has an unknown `{unknown}`", f"did you mean {close[0] if close else _KEYS}"
        )
    for missing in [key for key in _KEYS if key not in entries]:
        raise place.wrong(f"{name} has no `{missing}`", f"a system has {', '.join(_KEYS)}")
    url = _filled(entries["url"], environment, defaults)
    if not re.fullmatch(r"https?://[^/\s]+\S*", url):
        raise entries["url"].wrong(f"{name}: {url!r} is no address", "write http:// or https://, host and port")
    key = _filled(entries["key"], environment, defaults)
    if not key:
        raise entries["key"].wrong(f"{name}: the key is empty", "set the setting it names")
    return System(name, url, key, _operations(name, entries["adapter"]))


def _filled(place: _Place, environment: Mapping[str, str], defaults: bool) -> str:
    def setting(found: re.Match[str]) -> str:
        name, default = found["name"], found["default"]
        if environment.get(name):
            return environment[name]
        if default is None:
            raise place.wrong(f"the setting {name} is not set", f"set it, or write ${{{name}:-a default}}")
        if not defaults:
            raise place.wrong(f"the setting {name} is not set", "in production no default is used: set it")
        return default

    return _SETTING.sub(setting, str(place.node.value)) if isinstance(place.node, yaml.ScalarNode) else ""


def _operations(system: str, place: _Place) -> tuple[Operation, ...]:
    module = str(place.node.value)
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise place.wrong(
            f"{system}: the adapter {module} cannot be imported (no module {error.name})",
            "name a Python module, as in tools.adapters.parking",
        ) from None
    except TypeError as error:
        raise place.wrong(f"{system}: the adapter {module} is declared wrongly", str(error)) from error
    declared = operations_of(module)
    if not declared:
        raise place.wrong(f"{system}: {module} declares no operation", "mark its functions with @reads or @writes")
    for operation in declared:
        if operation.system != system:
            raise place.wrong(
                f"{system}: {module} declares {operation.name}", f"name it {system}.…, or rename the system"
            )
    return tuple(declared)


def _zone(city: Path) -> ZoneInfo:
    file, root = _compose(city)
    place = _entries(_Place(file, root)).get("timezone")
    if place is None:
        raise SetupError(f"{file}:1: there is no `timezone:`; write one such as Asia/Shanghai")
    try:
        return ZoneInfo(str(place.node.value))
    except (ZoneInfoNotFoundError, ValueError):
        raise place.wrong(f"{place.node.value!r} is no time zone", "write one such as Asia/Shanghai") from None


def _now(zone: ZoneInfo, today: str | None) -> Callable[[], datetime]:
    if not today:
        return lambda: datetime.now(zone)
    try:
        day = date.fromisoformat(today)
    except ValueError:
        raise SetupError(f"the setting TODAY is {today!r}; write it as 2026-11-23, or leave it empty") from None
    return lambda: datetime.combine(day, datetime.now(zone).timetz())
