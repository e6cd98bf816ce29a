"""What /metrics shows: counts and times by route, turns by status. No label ever holds a person, an id or a text."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """The figures of one running server."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, file handles and processor time of this process
        self.requests = Counter(
            "shuoban_http_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "shuoban_http_seconds", "Time to the end of the answer", ["route"], buckets=SECONDS, registry=self.registry
        )
        self.running = Gauge("shuoban_http_running", "Requests being answered", registry=self.registry)
        self.turns = Counter(
            "shuoban_turns", "Turns by status and language", ["status", "language"], registry=self.registry
        )
        self.turn_seconds = Histogram(
            "shuoban_turn_seconds", "Time of a whole turn", buckets=SECONDS, registry=self.registry
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self.registry)
