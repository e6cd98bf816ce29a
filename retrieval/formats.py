"""The bytes of a Markdown, HTML or Word file into plain text in one shape: a paragraph a line, a blank line between
blocks, headings marked with `#`, table rows as `a | b | c`. PDF has a module of its own.

Knows nothing of the facts about a document or of clauses. The readers are imported when first used.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_TABLE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00]")
_HEADING_STYLE = re.compile(r"^(?:Heading|标题)\s*(\d)$")


class Unreadable(Exception):
    """The bytes are not what their name promises; load.py adds which file it is."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def tidy(text: str) -> str:
    """Line ends, invisible characters and runs of blank lines put in order; nothing else is changed."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    lines = (line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def read_markdown(body: str) -> str:
    """Markdown without emphasis, link targets, comments and table rules."""
    body = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", _COMMENT.sub("", body)))
    lines = (
        row_text(line) if line.lstrip().startswith("|") else line
        for line in tidy(body).split("\n")
        if not _TABLE_RULE.match(line.strip())
    )
    return tidy("\n".join(html.unescape(line) for line in lines))


def row_text(line: str) -> str:
    """A Markdown table row as `a | b`."""
    return " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))


def read_html(data: bytes) -> str:
    """The main text of a page; navigation, footers and the like are dropped."""
    import trafilatura

    # favor_recall: a short clause between two headings is text here, not clutter.
    found = trafilatura.extract(
        data,
        output_format="markdown",
        include_comments=False,
        include_links=False,
        include_images=False,
        include_tables=True,
        favor_recall=True,
        deduplicate=False,
    )
    if not found:
        raise Unreadable("no main text found in the page", "Save the article itself, or convert it to md")
    return read_markdown(found)


def read_docx(data: bytes) -> str:
    """Paragraphs and tables in their order; heading styles become `#`. Numbers that Word makes itself are not text
    and are lost: type 第一条 out."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        word = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as fault:
        raise Unreadable("is not a Word file (.docx)", "Open it in Word or LibreOffice and save it as .docx") from fault
    blocks: list[str] = []
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            blocks.append("\n".join(_docx_row(row.cells) for row in block.rows))
        elif text := block.text.strip():
            style = block.style.name if block.style is not None else ""
            if style == "Title":
                text = f"# {text}"
            elif found := _HEADING_STYLE.match(style or ""):
                text = f"{'#' * min(6, int(found.group(1)) + 1)} {text}"
            blocks.append(text)
    return tidy("\n\n".join(blocks))


def _docx_row(cells: tuple[object, ...]) -> str:
    """Merged cells come once for each column they span: said once here."""
    seen: list[object] = []
    texts: list[str] = []
    for cell in cells:
        element = getattr(cell, "_tc", cell)
        if element not in seen:
            seen.append(element)
            texts.append(" ".join(str(getattr(cell, "text", "")).split()))
    return " | ".join(texts)
