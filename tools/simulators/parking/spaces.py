"""How many bays are free: a fixed function of place and time of day, so that trials repeat. Pure; no database."""

import zlib
from datetime import datetime

# Share of bays taken, in percent, at 0:00, 2:00 … 22:00.
RHYTHMS = {
    "office": (22, 18, 16, 28, 78, 93, 86, 92, 88, 58, 36, 26),
    "shop": (24, 18, 14, 16, 34, 66, 84, 82, 86, 96, 90, 46),
    "hospital": (34, 30, 28, 46, 98, 100, 88, 97, 84, 60, 48, 38),
    "home": (96, 97, 97, 90, 62, 50, 52, 50, 58, 80, 91, 95),
    "park": (12, 10, 10, 30, 56, 70, 64, 72, 68, 50, 30, 16),
    "station": (52, 46, 44, 60, 78, 84, 86, 88, 90, 86, 74, 60),
}


def free(area: str, total: int, rhythm: str, at: datetime) -> int:
    """Free bays, between 0 and total; changes every five minutes and follows the day's rhythm of the place."""
    shares = RHYTHMS[rhythm]
    slot = (at.hour * 60 + at.minute) // 5
    here, part = divmod(slot * 5, 120)
    percent = shares[here] + (shares[(here + 1) % 12] - shares[here]) * part / 120
    jitter = zlib.crc32(f"{area}:{slot}".encode()) % 7 - 3
    lean = zlib.crc32(area.encode()) % 11 - 5
    taken = round(total * min(100.0, max(0.0, percent + jitter + lean)) / 100)
    return total - taken
