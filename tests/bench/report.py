"""The numbers as a table and as a file."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.targets import Target

QUIET = 0.7


@dataclass
class Measured:
    """All bursts of a target. `own` is our share of the busy processor during each."""

    target: Target
    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    errors: int = 0

    def as_dict(self) -> dict[str, object]:
        return {
            "name": self.target.name,
            "requests_per_second": _middle(self.rates),
            "p50_ms": _middle(self.p50),
            "p95_ms": _middle(self.p95),
            "cpu_ms_per_request": _middle(self.cpu_ms),
            "ratio_to_bare_view": _middle(self.ratios),
            "target": self.target.at_least,
            "met": self.met,
            "own_cpu_share": _middle(self.own),
            "errors": self.errors,
            "bursts": len(self.rates),
        }

    @property
    def met(self) -> bool | None:
        """None where there is nothing to meet. Answers that are errors meet nothing."""
        if self.target.at_least is None:
            return None
        return not self.errors and _middle(self.ratios) >= self.target.at_least


def write(path: Path, rows: Sequence[Measured], extra: dict[str, object]) -> None:
    """Keep everything in a file."""
    told = {"results": [row.as_dict() for row in rows]} | extra
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def table(rows: Sequence[Measured], static: float) -> str:
    """The same for people. Ratios are medians over rounds, each to the bare view of its round."""
    columns = "".join(f"{name:>8}" for name in ("req/s", "p50", "p95", "cpu ms", "x bare"))
    head = f"{'':24}{columns}{'x static':>9}{'target':>8}  own"
    lines = [head]
    for row in rows:
        rate, ratio = _middle(row.rates), _middle(row.ratios)
        wanted = f"{row.target.at_least:g}" if row.target.at_least else ""
        told = {True: "met", False: "NOT met", None: ""}[row.met]
        lines.append(
            f"{row.target.name:24}{rate:8.0f}{_middle(row.p50):8.1f}{_middle(row.p95):8.1f}"
            f"{_middle(row.cpu_ms):8.2f}{ratio:8.3f}{rate / static:9.3f}{wanted:>8}"
            f"  {_middle(row.own):.2f} {told}{f' {row.errors} errors' if row.errors else ''}"
        )
    return "\n".join(lines)


def _middle(numbers: Sequence[float]) -> float:
    return round(statistics.median(numbers), 4) if numbers else 0.0
