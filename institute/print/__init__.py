"""Documents on paper: a typst source and data in, a PDF or a picture out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
# Only what stands in the source may date a document: the same data makes the same bytes.
NO_CLOCK = 0


def compile_pdf(source: Path, data: Mapping[str, object]) -> bytes:
    """The PDF of a typst source, tagged for screen readers (PDF/UA-1).

    The source reads `json(bytes(sys.inputs.data))`. Each call has a compiler of its own, so threads
    may call at once; only our fonts are used, so every machine prints the same. A name in a script
    they lack is printed with the machine's fonts, and the document is then not checked for UA-1.
    """
    import typst  # 7 MB: for the process that prints, not for every web worker

    facts = json.dumps(data, sort_keys=True)
    try:
        return _compiled(source, facts, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError:
        return _compiled(source, facts, ignore_system_fonts=False)


def compile_png(source: Path, data: Mapping[str, object], *, ppi: int = 144) -> bytes:
    """The first page of a typst source as a picture; `ppi` is pixels per inch of the page."""
    facts = json.dumps(data, sort_keys=True)
    return _compiled(source, facts, ignore_system_fonts=True, format="png", ppi=float(ppi))


def _compiled(source: Path, facts: str, **how: Any) -> bytes:
    import typst

    made: Any = typst.compile(
        str(source),
        root=str(source.parent),
        font_paths=[str(FONTS)],
        sys_inputs={"data": facts},
        timestamp=NO_CLOCK,
        **({"format": "pdf"} | how),
    )
    assert isinstance(made, bytes)
    return made
