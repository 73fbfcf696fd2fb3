"""The plan of a run as a drawing: a lane for each team, bars by report, true dependencies."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape

from courses.runs.seen import Package

WIDTH, LEFT, RIGHT, TOP = 1148.0, 152.0, 64.0, 44.0
ROW, BAR, LETTER = 50.0, 34.0, 6.6


@dataclass(frozen=True)
class Drawn:
    """What the drawing shows: `now` is how many weeks lie behind, `lanes` are (team, name)."""

    packages: tuple[Package, ...]
    lanes: tuple[tuple[str, str], ...]
    now: int
    promised: float
    launch: float


@dataclass(frozen=True)
class Placed:
    """A package on the sheet."""

    package: Package
    left: float
    right: float
    y: float


@dataclass(frozen=True)
class Sheet:
    """The laid-out plan: `lanes` are (name, top, bottom)."""

    drawn: Drawn
    placed: dict[str, Placed]
    lanes: list[tuple[str, float, float]]
    week: float

    def x(self, time: float) -> float:
        return LEFT + time * self.week

    @property
    def bottom(self) -> float:
        return self.lanes[-1][2]


def plan(drawn: Drawn, words: str) -> str:
    """The drawing, told by `words` for those who cannot see it; a table stands beside it."""
    sheet = lay_out(drawn)
    parts = (*_frame(sheet), *_gold(sheet), *_edges(sheet), *_bars(sheet), *_dates(sheet))
    return (
        f'<svg class="net sim-net" viewBox="0 0 {WIDTH:.0f} {sheet.bottom + 40:.0f}" role="img" '
        f'aria-labelledby="sg-t sg-d"><title id="sg-t">The plan in week {drawn.now + 1}</title>'
        f'<desc id="sg-d">{escape(words)}</desc>{"".join(parts)}</svg>'
    )


def lay_out(drawn: Drawn) -> Sheet:
    """Packages of one team that overlap in time get rows of their own."""
    last = max((package.finish for package in drawn.packages), default=1.0)
    week = (WIDTH - LEFT - RIGHT) / max(last + 0.3, drawn.promised + 1, 6.0)
    placed: dict[str, Placed] = {}
    lanes: list[tuple[str, float, float]] = []
    top = TOP
    for team, name in drawn.lanes:
        rows = _rows([one for one in drawn.packages if one.team == team])
        for number, row in enumerate(rows):
            y = top + ROW * (number + 0.5)
            for one in row:
                placed[one.id] = Placed(
                    one, LEFT + one.start * week + 2, LEFT + one.finish * week - 2, y
                )
        bottom = top + ROW * max(len(rows), 1)
        lanes.append((name, top, bottom))
        top = bottom
    return Sheet(drawn, placed, lanes, week)


def _rows(packages: list[Package]) -> list[list[Package]]:
    rows: list[list[Package]] = []
    for one in sorted(packages, key=lambda p: (p.start, not p.is_critical, p.finish)):
        free = next((row for row in rows if row[-1].finish <= one.start + 0.01), None)
        if free is None:
            rows.append([one])
        else:
            free.append(one)
    return rows


def _frame(sheet: Sheet) -> Iterator[str]:
    for y in [TOP, *(bottom for _, _, bottom in sheet.lanes)]:
        yield f'<line class="laneline" x1="0" x2="{WIDTH - 4:.0f}" y1="{y:.0f}" y2="{y:.0f}"/>'
    shown = int((WIDTH - RIGHT - LEFT) / sheet.week) + 1
    for time in range(shown):
        x = sheet.x(time)
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="36" y2="{sheet.bottom:.0f}"/>'
        if time % 2 == 0 and abs(time - sheet.drawn.now) > 1:
            yield _text(x + 4, 30, "Week 1" if time == 0 else str(time + 1), "t-q")
    for name, top, bottom in sheet.lanes:
        lines = _wrapped(name, 20)
        first = (top + bottom) / 2 + 5 - 8 * (len(lines) - 1)
        for number, line in enumerate(lines):
            yield _text(0, first + 16 * number, line, "t-lane")


def _gold(sheet: Sheet) -> Iterator[str]:
    """The highlighter, round what sets the date by the reports we have."""
    for before, after, share in _links(sheet):
        if before.package.is_critical and after.package.is_critical:
            x = _leaves(before, share)
            way = f"M{x:.1f} {before.y:.1f}V{after.y:.1f}H{after.left + 8:.1f}"
            yield f'<path class="hi" d="{way}"/>'
    for one in sheet.placed.values():
        if one.package.is_critical and not one.package.is_done:
            yield (
                f'<rect class="hib" x="{one.left - 5:.1f}" y="{one.y - BAR / 2 - 5:.1f}" '
                f'width="{max(one.right - one.left, 4) + 10:.1f}" height="{BAR + 10:.0f}" rx="6"/>'
            )


def _links(sheet: Sheet) -> Iterator[tuple[Placed, Placed, float]]:
    for after in sheet.placed.values():
        for key, share in after.package.waits_for:
            before = sheet.placed.get(key)
            if before and not before.package.is_done:
                yield before, after, share


def _leaves(before: Placed, share: float) -> float:
    """Where on its bar a package has got far enough for whoever waits."""
    return before.left + (before.right - before.left) * share - 4


def _edges(sheet: Sheet) -> Iterator[str]:
    for before, after, share in _links(sheet):
        drives = before.package.is_critical and after.package.is_critical
        kind = "-c" if drives else ""
        x = min(_leaves(before, share), after.left - 8)
        down = 1 if after.y > before.y else -1
        start = before.y + down * BAR / 2 if before.y != after.y else before.y
        way = f"M{x:.1f} {start:.1f}V{after.y:.1f}H{after.left - 4:.1f}"
        yield (
            f'<path class="edge{kind}" d="{way}"/>'
            f'<path class="head{kind}" d="M{after.left:.1f} {after.y:.1f}l-8 -4v8z"/>'
        )


def _bars(sheet: Sheet) -> Iterator[str]:
    for one in sheet.placed.values():
        yield _box(one, _look(one.package), 1.0)
        yield from _reported(one)
        yield _name(one)


def _look(package: Package) -> str:
    if package.is_done:
        return "task-done"
    if package.is_slipping:
        return "task-late"
    return "task-c" if package.is_critical else "task"


def _reported(one: Placed) -> Iterator[str]:
    """What was told to be done; the older the report, the paler."""
    if not one.package.is_done and one.package.share > 0:
        yield _box(one, f"told told--{one.package.look}", one.package.share)


def _box(one: Placed, look: str, share: float) -> str:
    wide = max(one.right - one.left, 4.0) * share
    return (
        f'<rect class="{look}" x="{one.left:.1f}" y="{one.y - BAR / 2:.1f}" '
        f'width="{wide:.1f}" height="{BAR:.0f}" rx="3"/>'
    )


def _name(one: Placed) -> str:
    """The name in one line or two, cut where the bar ends; the table has it whole."""
    room = max(int((one.right - one.left - 12) / LETTER), 2)
    style = "t-inv" if one.package.is_done else "t-bar"
    lines = _wrapped(one.package.name, room)
    if any(len(line) > room for line in lines):
        lines = [_shortened(one, room)]
    first = one.y + 4.5 if len(lines) == 1 else one.y - 3
    texts = "".join(
        _text(one.left + 7, first + 14 * number, line, style) for number, line in enumerate(lines)
    )
    return f"<g><title>{escape(one.package.name)}</title>{texts}</g>"


def _shortened(one: Placed, room: int) -> str:
    """As much of the name as the bar has room for; where that says nothing, its number."""
    if room < 5:
        return one.package.id
    return f"{one.package.name[: room - 1].rstrip()}…"


def _wrapped(label: str, room: int) -> list[str]:
    if len(label) <= room or " " not in label:
        return [label]
    spaces = [at for at, letter in enumerate(label) if letter == " "]
    cut = min(spaces, key=lambda at: max(at, len(label) - at))
    return [label[:cut], label[cut + 1 :]]


def _dates(sheet: Sheet) -> Iterator[str]:
    """Today, the promised week and the week the plan says."""
    drawn, bottom = sheet.drawn, sheet.bottom
    today, promised = sheet.x(drawn.now), sheet.x(drawn.promised)
    yield f'<path class="today" d="M{today:.1f} 34V{bottom:.0f}"/>'
    yield _text(today + 5, 30, f"Now, week {drawn.now + 1}", "t-today")
    yield f'<path class="promise" d="M{promised:.1f} 16V{bottom:.0f}"/>'
    yield from _ship(sheet)
    yield _text(promised - 5, 14, f"Promised, week {drawn.promised:g}", "t-q", "end")


def _ship(sheet: Sheet) -> Iterator[str]:
    """The milestone the plan ends in, under the last lane."""
    x, y = sheet.x(sheet.drawn.launch), sheet.bottom + 20
    yield f'<path class="diamond" d="M{x:.1f} {y - 11:.1f}l11 11-11 11-11-11z"/>'
    words = f"Ship, week {sheet.drawn.launch:.1f} by the reports"
    if x + 18 + LETTER * len(words) > WIDTH:
        yield _text(x - 18, y + 5, words, "", "end")
    else:
        yield _text(x + 18, y + 5, words)


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "") -> str:
    styled = f' class="{style}"' if style else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{styled} x="{x:.1f}" y="{y:.1f}"{anchored}>{escape(words)}</text>'
