"""Vectors: the same every time, of unit length, near for what means the same, never empty for text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.embed import MODEL_DIR, embed, load_embedder

ROOT = Path(__file__).parents[2]


def test_the_same_text_has_the_same_vector_alone_and_in_company() -> None:
    alone = embed(["租房提取公积金"])[0]
    company = embed(["停车收费标准", "租房提取公积金", "x" * 900])[1]
    assert np.array_equal(alone, company)


def test_another_process_gives_the_same_vectors() -> None:
    code = "from retrieval.embed import embed; print(embed(['公积金 withdraw 薅羊毛']).tobytes().hex())"
    runs = {
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout.strip()
        for _ in range(2)
    }
    assert runs == {embed(["公积金 withdraw 薅羊毛"]).tobytes().hex().encode()}


@given(st.text(min_size=1, max_size=60))
def test_any_text_with_a_letter_has_a_vector_of_unit_length(text: str) -> None:
    vector = embed([text])[0]
    assert vector.dtype == np.float32
    length = float(np.linalg.norm(vector))
    assert length == pytest.approx(1.0, abs=1e-4) or length == 0.0
    if any("a" <= c <= "z" or "\u4e00" <= c <= "\u9fa5" for c in text):
        assert length > 0.5


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("职工退休了可以取公积金吗", "离休、退休的，可以提取职工住房公积金账户内的存储余额", "停车泊位按照区域收费"),
        ("公司拖欠工资怎么办", "用人单位应当按时足额支付劳动报酬", "城市道路挖掘应当办理审批手续"),
        ("开车撞了人谁赔", "机动车发生交通事故造成损害的，依法承担赔偿责任", "住房公积金缴存比例不得低于百分之五"),
    ],
)
def test_a_question_lies_nearer_to_its_rule(question: str, near: str, far: str) -> None:
    asked, rule, other = embed([question, near, far])
    assert asked @ rule > asked @ other + 0.1


def test_the_model_fits_in_the_repository() -> None:
    assert sum(path.stat().st_size for path in MODEL_DIR.iterdir()) <= 12_000_000


def test_embedding_imports_no_torch() -> None:
    code = (
        "import sys; from retrieval.embed import embed; embed(['公积金']); "
        "assert not {'torch', 'chromadb', 'sentence_transformers', 'opencc'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_sentence_transformers_directory_can_take_its_place(tmp_path: Path) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers", reason="the extra `local` is not installed")
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "rent": 1, "fund": 2}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    static = sentence_transformers.models.StaticEmbedding(tokenizer, embedding_dim=8)
    sentence_transformers.SentenceTransformer(modules=[static], device="cpu").save(str(tmp_path / "tiny"))
    embedder = load_embedder(str(tmp_path / "tiny"))
    assert embedder.dimension == 8
    assert embedder(["rent", "fund"]).shape == (2, 8)
