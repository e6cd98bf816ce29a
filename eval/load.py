"""Many citizens at once against a running server: turns a second, their time, errors. One client: the plain turn time.

Knows the HTTP contract. The talk is what people do: questions, a query, an application begun, corrected and dropped.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field

import httpx

from eval.client import Client
from eval.report import last_line, percentile

TALKS: tuple[tuple[str, ...], ...] = (
    ("公积金贷款最多能贷多少？", "利率是多少", "租房提取要什么材料"),
    ("三孝口附近还有车位吗？", "停车场停一天封顶多少？"),
    ("我要租房提取公积金", "继续", "市场租房", "3个月", "不对，是6个月", "取消"),
    ("2406-340104-04-01-123456 到哪一步了？", "70个工作日是从哪天算？"),
    ("How much rent can I withdraw from my housing fund in Hefei?", "what is the loan interest rate"),
    ("贷120万30年一个月还多少？等额本息", "楼下烧烤天天吵到两点，管不管？"),
)


@dataclass
class Tally:
    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    conversations: int = 0


async def _citizen(number: int, url: str, http: httpx.AsyncClient, until: float, tally: Tally) -> None:
    client = Client(url, http)
    if number % 2:
        await client.sign_in("p01")
    round_ = number
    while time.perf_counter() < until:
        talk = TALKS[round_ % len(TALKS)]
        round_ += 1
        conversation = await client.open("zh")
        tally.conversations += 1
        for text in talk:
            began = time.perf_counter()
            try:
                reply = await client.say(conversation, text)
                tally.errors += reply["status"] in ("problem", "failed")
            except (httpx.HTTPError, KeyError, ValueError):
                tally.errors += 1
            tally.seconds.append(time.perf_counter() - began)


async def _memory(url: str, http: httpx.AsyncClient) -> float | None:
    """Resident memory of the server in MB, as its /metrics tell it."""
    answer = await http.get(f"{url.rstrip('/')}/metrics")
    found = re.search(r"^process_resident_memory_bytes ([\d.e+]+)", answer.text, re.MULTILINE)
    return round(float(found.group(1)) / 1e6, 1) if found else None


async def run(url: str, clients: int, seconds: float) -> dict[str, object]:
    limits = httpx.Limits(max_connections=clients + 4, max_keepalive_connections=clients + 4)
    tally = Tally()
    async with httpx.AsyncClient(timeout=30, limits=limits) as http:
        before = await _memory(url, http)
        warm = Tally()
        await _citizen(0, url, http, time.perf_counter() + 0.5, warm)
        began = time.perf_counter()
        until = began + seconds
        await asyncio.gather(*(_citizen(number, url, http, until, tally) for number in range(clients)))
        took = time.perf_counter() - began
        after = await _memory(url, http)
    return {
        "command": "load", "clients": clients, "seconds": round(took, 1), "turns": len(tally.seconds),
        "turns_per_second": round(len(tally.seconds) / took, 1),
        "p50_ms": round(percentile(tally.seconds, 0.5) * 1000, 1),
        "p95_ms": round(percentile(tally.seconds, 0.95) * 1000, 1),
        "p99_ms": round(percentile(tally.seconds, 0.99) * 1000, 1), "errors": tally.errors,
        "conversations": tally.conversations, "memory_mb_before": before, "memory_mb_after": after,
    }  # fmt: skip


def main(url: str, clients: int, seconds: float) -> int:
    figures = asyncio.run(run(url, clients, seconds))
    last_line(figures)
    return 1 if figures["errors"] else 0
