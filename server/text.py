"""What a person typed, made safe to handle: control characters out, length checked. Knows nothing of meaning."""

from __future__ import annotations

import unicodedata

from server.problems import ProblemError

LONGEST = 2000
_KEPT = frozenset("\n\t")
# Marks that change the order in which text is shown: what a clerk reads must be what was written.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# At least one character that is left after cleaning, as openapi.json tells it.
SOME_WRITING = r"[^\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]"


def cleaned(text: str) -> str:
    """The utterance to work with. Raises ProblemError text_empty, text_too_long."""
    kept = "".join(char for char in text.replace("\r\n", "\n") if _is_writing(char)).strip()
    if not kept:
        raise ProblemError("text_empty")
    if len(kept) > LONGEST:
        raise ProblemError("text_too_long")
    return kept


def _is_writing(char: str) -> bool:
    if char in _KEPT:
        return True
    return char not in _REORDERING and unicodedata.category(char) not in ("Cc", "Cs")
