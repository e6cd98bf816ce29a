"""Two lists of scores into one.

Knows nothing of what is scored.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
DENSE_SHARE = 0.6  # near the best over 800, 3,000 and 58,000 articles and on our own topics (docs/retrieval.md)


def fuse(lexical: Scores, dense: Scores, share: float = DENSE_SHARE) -> Scores:
    """A weighted sum of both as standard deviations above their mean (z-scores): the two then speak the same unit."""
    return (np.float32(1 - share) * _standard(lexical) + np.float32(share) * _standard(dense)).astype(np.float32)


def _standard(scores: Scores) -> Scores:
    spread = float(scores.std()) if len(scores) else 0.0
    return (scores - scores.mean()) / np.float32(spread) if spread > 1e-6 else np.zeros_like(scores)
