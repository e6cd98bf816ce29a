"""`python -m retrieval ingest --city city/hefei --data-dir data` · `python -m retrieval search "…" --on 2026-11-23`.

Reads EMBED_MODEL and CHROMA_URL from the environment. Knows nothing the two functions it calls do not.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from .errors import RetrievalError
from .ingest import ingest
from .search import Corpus


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m retrieval", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    taking_in = commands.add_parser("ingest", help="read the city's documents into the index")
    taking_in.add_argument("--city", type=Path, default=Path("city/hefei"))
    asking = commands.add_parser("search", help="search the index")
    asking.add_argument("query")
    asking.add_argument("--on", type=date.fromisoformat, help="the day that matters (default: TODAY, else today)")
    asking.add_argument("--place", default="340100")
    asking.add_argument("--k", type=int, default=5)
    asking.add_argument("--any-time", action="store_true", help="also what is not in force on that day")
    for command in (taking_in, asking):
        command.add_argument("--data-dir", type=Path, default=Path(os.environ.get("DATA_DIR", "data")))
    options = parser.parse_args()
    model, chroma = os.environ.get("EMBED_MODEL") or None, os.environ.get("CHROMA_URL") or None
    try:
        if options.command == "ingest":
            ingest(options.city / "policies", options.data_dir, embed_model=model, chroma_url=chroma)
        else:
            corpus = Corpus.open(options.data_dir, embed_model=model, chroma_url=chroma)
            today = os.environ.get("TODAY")
            on = options.on or (date.fromisoformat(today) if today else date.today())
            search = corpus.search_any_time if options.any_time else corpus.search
            for hit in search(options.query, on=on, place=options.place, k=options.k):
                print(
                    f"{hit.score:6.2f}  like {hit.similarity:.2f}  covers {hit.coverage:.2f}  {hit.passage.id}  "
                    f"[{hit.standing}] {hit.document.title} {hit.passage.label}\n        {hit.passage.text[:120]}"
                )
    except RetrievalError as fault:
        print(f"{fault.code}: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
