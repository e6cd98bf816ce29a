"""Documents into the index on disk: no work twice, withdrawn documents gone, a killed or failed run leaves the old."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import numpy as np
import pytest

from retrieval import store
from retrieval.errors import DocumentError, IndexMissing, SearchUnavailable
from retrieval.ingest import Ingested, ingest
from retrieval.search import Corpus

from .fixtures import facts, markdown, write_policies

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    write_policies(tmp_path / "city" / "policies")
    return tmp_path / "city"


def take_in(city: Path, data: Path, lines: list[str] | None = None, chroma_url: str | None = None) -> Ingested:
    return ingest(city / "policies", data, chroma_url=chroma_url, report=(lines if lines is not None else []).append)


def first(corpus: Corpus, query: str) -> str:
    return corpus.search(query, on=TODAY)[0].passage.id


def test_ingest_then_open_then_search(city: Path, tmp_path: Path, corpus: Corpus) -> None:
    lines: list[str] = []
    done = take_in(city, tmp_path / "data", lines)
    assert (done.changed, done.documents) == (True, 11)
    assert sum(": " in line and line.endswith(" passages") for line in lines) == 11
    assert "passages/s" in lines[-1]
    opened = Corpus.open(tmp_path / "data")
    assert opened.passages == corpus.passages
    assert opened.documents == corpus.documents
    assert opened.search("租房提取", on=TODAY) == corpus.search("租房提取", on=TODAY)


def test_a_second_run_does_no_work(city: Path, tmp_path: Path) -> None:
    one = take_in(city, tmp_path / "data")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "data").rglob("*") if p.is_file() and p.name != "lock"}
    lines: list[str] = []
    two = take_in(city, tmp_path / "data", lines)
    assert two == Ingested(one.version, False, one.documents, one.passages)
    assert len(lines) == 1
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_a_withdrawn_document_is_gone_from_an_open_corpus(city: Path, tmp_path: Path) -> None:
    take_in(city, tmp_path / "data")
    opened = Corpus.open(tmp_path / "data")
    assert first(opened, "租房每月提取限额") == "rent-2023#3"
    (city / "policies" / "rent.md").unlink()
    take_in(city, tmp_path / "data")
    assert not any(h.document.id == "rent-2023" for h in opened.search_any_time("租房每月提取限额", on=TODAY, k=100))
    with pytest.raises(LookupError):
        {p.id: p for p in opened.passages}["rent-2023#3"]


def test_a_changed_sidecar_counts(city: Path, tmp_path: Path) -> None:
    one = take_in(city, tmp_path / "data")
    sidecar = city / "policies" / "orders.docx.yaml"
    sidecar.write_text(sidecar.read_text("utf-8").replace("in_force_to: null", "in_force_to: 2026-01-01"), "utf-8")
    two = take_in(city, tmp_path / "data")
    assert two.changed
    assert two.version != one.version
    assert not any(h.document.id == "order-rules" for h in Corpus.open(tmp_path / "data").search("热线工单", on=TODAY))


def test_only_the_last_two_versions_are_kept(city: Path, tmp_path: Path) -> None:
    versions = []
    for n in range(4):
        markdown(city / "policies" / "extra.md", facts("extra", "补充说明"), f"第一条　第{n}次补充。")
        versions.append(take_in(city, tmp_path / "data").version)
    folders = {p.name for p in (tmp_path / "data" / "index").iterdir() if p.is_dir()}
    assert folders == set(versions[-2:])
    with store.connect(tmp_path / "data", None) as client:
        assert {c.name for c in client.list_collections()} == {store.collection_name(v) for v in versions[-2:]}


def test_a_bad_document_leaves_the_old_index(city: Path, tmp_path: Path) -> None:
    one = take_in(city, tmp_path / "data")
    overlapping = facts("loan-2026", "重叠", series="loan", start="2026-01-01")
    markdown(city / "policies" / "bad.md", overlapping, "第一条　甲。")
    with pytest.raises(DocumentError, match=r"bad\.md"):
        take_in(city, tmp_path / "data")
    assert Corpus.open(tmp_path / "data").version == one.version


STAGES = {"reading": "*.making", "writing files": "*.partial", "filling Chroma": "[0-9a-f]*[0-9a-f]"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_run_leaves_the_old_index_or_a_whole_new_one(city: Path, tmp_path: Path, stage: str) -> None:
    old = take_in(city, tmp_path / "data").version
    many = "\n".join(f"第{n}条　编号{n}的补充规定，停车、提取、缴存。" for n in range(1, 1500))
    markdown(city / "policies" / "many.md", facts("many", "大量条文"), many)
    run = subprocess.Popen(
        [sys.executable, "-m", "retrieval", "ingest", "--city", str(city), "--data-dir", str(tmp_path / "data")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    here = tmp_path / "data" / "index"
    while run.poll() is None and not [p for p in here.glob(STAGES[stage]) if p.name != old]:
        time.sleep(0.001)
    run.send_signal(signal.SIGKILL)
    run.wait()
    after = Corpus.open(tmp_path / "data")
    assert after.version == old or any(p.document == "many" for p in after.passages)
    assert first(after, "租房每月提取限额") == "rent-2023#3"
    again = take_in(city, tmp_path / "data")
    assert "many#1499" in {p.id for p in Corpus.open(tmp_path / "data").passages}
    assert not list(here.glob("*.making")) + list(here.glob("*.partial"))
    with store.connect(tmp_path / "data", None) as client:
        assert client.get_collection(store.collection_name(again.version)).count() == again.passages


def test_two_runs_at_once_wait_for_each_other(city: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "retrieval", "ingest", "--city", str(city), "--data-dir", str(tmp_path / "data")]
    runs = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(run.communicate()[0].splitlines()[-1] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert said[0].startswith("11 documents")
    assert said[1].startswith("unchanged")


def test_nothing_ingested_is_said_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="run `python -m retrieval ingest`"):
        Corpus.open(tmp_path)


def test_an_index_of_another_model_is_refused(city: Path, tmp_path: Path) -> None:
    take_in(city, tmp_path / "data")
    pointer = tmp_path / "data" / "index" / "current.json"
    pointer.write_text(json.dumps({**json.loads(pointer.read_text()), "model": "other"}))
    with pytest.raises(IndexMissing, match="other"):
        Corpus.open(tmp_path / "data")


def test_vectors_that_do_not_fit_the_texts_are_noticed(city: Path, tmp_path: Path) -> None:
    done = take_in(city, tmp_path / "data")
    file = tmp_path / "data" / "index" / done.version / "vectors.npy"
    np.save(file, np.roll(np.load(file), 1, axis=0))
    with pytest.raises(SearchUnavailable, match="does not find itself"):
        Corpus.open(tmp_path / "data")


def test_a_text_changed_behind_the_index_is_noticed_and_mended(city: Path, tmp_path: Path) -> None:
    done = take_in(city, tmp_path / "data")
    file = tmp_path / "data" / "index" / done.version / "corpus.json"
    file.write_text(file.read_text("utf-8").replace("1500元", "9500元"), "utf-8")
    with pytest.raises(IndexMissing, match=r"rent-2023#3 is not the text"):
        Corpus.open(tmp_path / "data")
    assert take_in(city, tmp_path / "data").changed
    assert Corpus.open(tmp_path / "data").get("rent-2023#3")


def test_chroma_gives_the_matrix_back(city: Path, tmp_path: Path, corpus: Corpus) -> None:
    done = take_in(city, tmp_path / "data")
    (tmp_path / "data" / "index" / done.version / "vectors.npy").unlink()
    opened = Corpus.open(tmp_path / "data")
    assert [h.passage.id for h in opened.search("停车费", on=TODAY)] == [
        h.passage.id for h in corpus.search("停车费", on=TODAY)
    ]


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("chroma", path=str(Path(sys.executable).parent)) or shutil.which("chroma")
    if program is None:
        pytest.skip("the `chroma` command is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = str(tmp_path_factory.mktemp("chroma"))
    run = subprocess.Popen(
        [program, "run", "--host", "127.0.0.1", "--port", str(port), "--path", where],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            if httpx.get(f"{url}/api/v2/heartbeat", trust_env=False).status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.1)
    else:
        run.kill()
        pytest.fail("chroma did not start")
    yield url
    run.terminate()
    run.wait()


def test_a_chroma_server_holds_the_collection(city: Path, tmp_path: Path, chroma_server: str, corpus: Corpus) -> None:
    done = take_in(city, tmp_path / "data", chroma_url=chroma_server)
    assert not (tmp_path / "data" / "chroma").exists()
    opened = Corpus.open(tmp_path / "data", chroma_url=chroma_server)
    assert [h.passage.id for h in opened.search("停车费", on=TODAY)] == [
        h.passage.id for h in corpus.search("停车费", on=TODAY)
    ]
    with store.connect(tmp_path / "data", chroma_server) as client:
        store.remove(client, done.version)
    with pytest.raises(SearchUnavailable, match="does not give collection"):
        Corpus.open(tmp_path / "data", chroma_url=chroma_server)
    assert take_in(city, tmp_path / "data", chroma_url=chroma_server).changed  # a lost collection is made again
    assert not take_in(city, tmp_path / "data", chroma_url=chroma_server).changed
    assert Corpus.open(tmp_path / "data", chroma_url=chroma_server).version == done.version


def test_a_chroma_server_that_is_down_is_said(city: Path, tmp_path: Path) -> None:
    take_in(city, tmp_path / "data")
    with pytest.raises(SearchUnavailable, match=r"no Chroma server answers at http://127\.0\.0\.1:9"):
        Corpus.open(tmp_path / "data", chroma_url="http://127.0.0.1:9")


def test_the_commands(city: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "retrieval", *arguments, "--data-dir", str(tmp_path / "data")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    missing = run("search", "租房")
    assert missing.returncode == 1
    assert missing.stderr.startswith("index_missing: ")
    assert run("ingest", "--city", str(city)).returncode == 0
    assert "rent-2023#3" in run("search", "租房每月提取限额", "--on", "2026-11-23").stdout
    assert "[ended]" in run("search", "单方缴存最高可贷", "--on", "2026-11-23", "--any-time").stdout


def test_opening_and_searching_is_quick_to_start(city: Path, tmp_path: Path) -> None:
    take_in(city, tmp_path / "data")
    code = (
        "import sys, time; began = time.perf_counter(); from datetime import date; from pathlib import Path; "
        f"from retrieval.search import Corpus; Corpus.open(Path({str(tmp_path / 'data')!r}))"
        ".search('停车', on=date(2026, 11, 23)); print(time.perf_counter() - began); "
        "assert not {'chromadb', 'docx', 'pdfplumber', 'trafilatura', 'torch'} & set(sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert float(out) < 3.0
