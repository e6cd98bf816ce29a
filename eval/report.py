"""How figures are told: a few lines for people, then one line of JSON for programs, always last."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed; 0 when there are none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def last_line(figures: Mapping[str, object]) -> None:
    print(json.dumps(figures, ensure_ascii=False), flush=True)
