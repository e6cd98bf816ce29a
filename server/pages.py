"""The portal's built files, held in memory with their compressed form and ETag. Knows nothing of what they show."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

HERE = Path(__file__).parent / "channels"
DIST = HERE / "web" / "dist"
NOT_BUILT = HERE / "not_built.html"
_WORTH_PACKING = 500


@dataclass(frozen=True)
class Page:
    body: bytes
    packed: bytes | None
    etag: str
    media_type: str
    cache: str

    def answer(self, request: Request) -> Response:
        headers = {"ETag": self.etag, "Cache-Control": self.cache, "Vary": "Accept-Encoding"}
        if self.etag in [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        if self.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, media_type=self.media_type, headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.body, media_type=self.media_type, headers=headers)


def load_pages(folder: Path = DIST) -> Mapping[str, Page]:
    """Every file under `folder` by its address; the one plain page that tells how to build them when there is none."""
    if not (folder / "index.html").is_file():
        return {"/": _page(NOT_BUILT, "no-store")}
    pages = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            address = "/" + path.relative_to(folder).as_posix()
            # Names under assets/ hold a hash of the content, so they never change.
            lasting = address.startswith("/assets/")
            pages[address] = _page(path, "public, max-age=31536000, immutable" if lasting else "no-cache")
    pages["/"] = pages["/index.html"]
    return pages


def _page(path: Path, cache: str) -> Page:
    body = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    text = media_type.startswith("text/") or media_type.endswith(("javascript", "json", "+xml"))
    packed = gzip.compress(body, mtime=0) if text and len(body) > _WORTH_PACKING else None
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return Page(body, packed, etag, media_type, cache)


async def serve_page(request: Request) -> Response:
    """One of the loaded pages."""
    pages: Mapping[str, Page] = request.app.state.pages
    return pages[request.url.path].answer(request)
