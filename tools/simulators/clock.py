"""What day and moment it is for the simulated city: a fixed date for trials, the real time of day. No calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

CITY_TIME = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Clock:
    fixed: date | None = None

    def today(self) -> date:
        return self.fixed or datetime.now(CITY_TIME).date()

    def now(self) -> datetime:
        real = datetime.now(CITY_TIME).replace(microsecond=0)
        return datetime.combine(self.today(), real.timetz())
