"""Texts of other systems as Markdown: HTML is converted, plain text is protected."""

import re
from html.parser import HTMLParser

SPECIAL = re.compile(r"([\\`*_\[\]<])")
AT_START = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s)", re.MULTILINE)
LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|br|b|i|em|strong|div|span|ul|ol|li|table|img|sub|sup|code|pre|a|h[1-6])\b[^>]*>",
    re.IGNORECASE,
)
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`"}
BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article"}
SILENT = {"script", "style", "audio", "video", "object", "iframe", "head", "title"}


def markdown(text: str, kind: str = "") -> str:
    """A text as Markdown; `kind` is how Moodle calls its format."""
    text = text.replace("\r\n", "\n")
    if kind == "markdown":
        return text.strip()
    is_html = kind == "html" or (kind != "plain_text" and LOOKS_LIKE_HTML.search(text))
    if not is_html:
        return protected(text).strip()
    if kind != "html":
        text = text.strip().replace("\n", "<br>")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.text()


def protected(text: str) -> str:
    """Plain text in which Markdown finds nothing to do."""
    escaped = SPECIAL.sub(r"\\\1", text)
    return AT_START.sub(_quiet, escaped)


def _quiet(found: re.Match[str]) -> str:
    """What would begin a list or a heading does not."""
    mark = found[2]
    return found[1] + (f"{mark[:-1]}\\{mark[-1]}" if len(mark) > 1 else f"\\{mark}")


class _Reader(HTMLParser):
    """Collects Markdown while HTML goes by; what it does not know it lets its words through."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[int] = []  # the number of each open list's last line; -1 has bullets
        self.links: list[str] = []
        self.silent = 0
        self.row: list[str] | None = None
        self.rows = 0

    def text(self) -> str:
        joined = "".join(self.parts)
        joined = re.sub(r"[ \t]+\n", "\n", joined)
        return re.sub(r"\n{3,}", "\n\n", joined).strip()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            words = re.sub(r"\s+", " ", data)
            at_start = not self.parts or self.parts[-1].endswith("\n")
            self.parts.append(protected(words.lstrip() if at_start else words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += 1
        elif tag in ("br", "hr"):
            self.parts.append("  \n" if tag == "br" else "\n\n---\n\n")
        elif tag == "img":
            words = protected(" ".join(said.get("alt", "").split()))
            self.parts.append(f"![{words}]({said.get('src', '').replace(' ', '%20')})")
        else:
            self._open(tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in MARKS:
            self._close_mark(MARKS[tag])
        elif tag in BLOCKS or tag == "table":
            self.parts.append("\n\n")
        else:
            self._close(tag)

    def _open(self, tag: str, said: dict[str, str]) -> None:
        if tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag in ("ul", "ol"):
            self.lists.append(-1 if tag == "ul" else 0)
            self.parts.append("\n\n" if len(self.lists) == 1 else "\n")
        elif tag == "li":
            self.parts.append(self._bullet())
        elif tag == "a":
            self.links.append(said.get("href", ""))
            self.parts.append("[")
        else:
            self._open_table(tag)

    def _open_table(self, tag: str) -> None:
        if tag == "table":
            self.rows = 0
            self.parts.append("\n\n")
        elif tag == "tr":
            self.parts.append("|")
            self.row = []
        elif tag in ("td", "th") and self.row is not None:
            self.row.append(tag)
            self.parts.append(" ")

    def _bullet(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            mark = "-"
        else:
            self.lists[-1] += 1
            mark = f"{self.lists[-1]}."
        return "\n" + "   " * max(0, len(self.lists) - 1) + mark + " "

    def _close(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.parts.append("\n\n" if not self.lists else "")
        elif tag == "a" and self.links:
            address = self.links.pop()
            self.parts.append(f"]({address})" if address.startswith("http") else "]")
        elif tag in ("td", "th") and self.row is not None:
            self.parts.append(" |")
        elif tag == "tr" and self.row is not None:
            self._close_row(self.row)

    def _close_row(self, row: list[str]) -> None:
        self.parts.append("\n")
        if self.rows == 0:
            self.parts.append("|" + " --- |" * len(row) + "\n")
        self.rows += 1
        self.row = None

    def _close_mark(self, mark: str) -> None:
        """A mark with nothing in it is taken back; one space before it moves behind it."""
        last = self.parts[-1] if self.parts else ""
        if last == mark:
            self.parts.pop()
        elif last.endswith(" ") and last.strip():
            self.parts[-1] = last.rstrip()
            self.parts.append(mark + " ")
        else:
            self.parts.append(mark)
