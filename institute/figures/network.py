"""A plan as an SVG: lanes, tasks, dependencies, float; the critical path is ink on gold."""

from collections.abc import Iterator

from django.utils.html import escape

from institute.figures.layout import BAR, CHARACTER, INSET, LEFT, TOP, WIDTH, Place, Sheet, lay_out
from institute.figures.plans import Plan, Schedule, Slot, schedule


def network(plan: Plan) -> str:
    """The drawing, with a title and a description for those who cannot see it."""
    sheet = lay_out(schedule(plan))
    key = escape(plan.key)
    parts = (
        *_frame(sheet),
        *_gold(sheet),
        *_edges(sheet),
        *_floats(sheet),
        *_tasks(sheet),
        *_note(sheet),
    )
    return (
        f'<svg class="net" viewBox="-2 0 {WIDTH + 8:.0f} {sheet.bottom + 6:.0f}" role="img" '
        f'aria-labelledby="{key}-t {key}-d"><title id="{key}-t">{escape(plan.title)}</title>'
        f'<desc id="{key}-d">{escape(in_words(sheet.schedule))}</desc>{"".join(parts)}</svg>'
    )


def in_words(dated: Schedule) -> str:
    """The plan told in two or three sentences."""
    plan = dated.plan
    chain = ", ".join(slot.task.label for slot in dated.critical)
    said = [
        f"{_counted(dated.end, plan.unit)} in {_counted(len(plan.lanes), 'lane')}.",
        f"The critical path: {chain}.",
    ]
    slack = [s for s in dated.slots if s.float and not s.task.is_milestone]
    said += [f"{s.task.label} has {_counted(s.float, plan.unit)} of float." for s in slack]
    return " ".join(said)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _frame(sheet: Sheet) -> Iterator[str]:
    for y in [TOP, *(bottom for _, _, bottom in sheet.lanes)]:
        yield f'<line class="laneline" x1="0" x2="{WIDTH:.0f}" y1="{y:.0f}" y2="{y:.0f}"/>'
    end = sheet.schedule.end
    for time in range(end + 1):
        x = f"{sheet.x(time):.1f}"
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP:.0f}" y2="{sheet.bottom:.0f}"/>'
    step = 1 if end <= 8 else 2 if end <= 20 else -(-end // 10)
    for time in range(0, end, step):
        unit = "" if time else f"{sheet.schedule.plan.unit.capitalize()} "
        yield _text(sheet.x(time) + 2, 22, f"{unit}{time + 1}", "t-q")
    for name, top, bottom in sheet.lanes:
        yield _text(0, (top + bottom) / 2 + 5, name, "t-lane")


def _gold(sheet: Sheet) -> Iterator[str]:
    """The highlighter: one stroke through the critical tasks, and a halo round each."""
    stroke, at = "", ""
    for before, after in sorted(_driving(sheet), key=lambda pair: pair[0].slot.start):
        if before.task.key != at:
            stroke += f"M{before.left + 11:.1f} {before.y:.1f}"
        stroke += _elbow(before, after, after.drop if after.task.is_milestone else after.left + 12)
        at = after.task.key
    if stroke:
        yield f'<path class="hi" d="{stroke}"/>'
    for place in sheet.places.values():
        if _moves_the_date(place.slot):
            yield _halo(place)


def _moves_the_date(slot: Slot) -> bool:
    """Critical, and not behind us."""
    return slot.is_critical and slot.task.state != "done"


def _driving(sheet: Sheet) -> list[tuple[Place, Place]]:
    dated = sheet.schedule
    return [
        (sheet.places[a.task.key], sheet.places[b.task.key])
        for a, b in dated.links()
        if _drives(dated, a, b)
    ]


def _drives(dated: Schedule, a: Slot, b: Slot) -> bool:
    return dated.is_driving(a, b) and _moves_the_date(a)


def _elbow(before: Place, after: Place, to: float) -> str:
    """From where we are along the row, down (or up) at the drop, and along to the next task."""
    if before.y == after.y:
        return f"H{to:.1f}"
    return f"H{before.drop:.1f}V{after.y:.1f}H{to:.1f}"


def _halo(place: Place) -> str:
    if place.task.is_milestone:
        return _diamond(place.drop, place.y, _size(place) + 7, "hib")
    width = place.right - place.left + 12
    box = f'x="{place.left - 6:.1f}" y="{place.y - BAR / 2 - 6:.1f}" width="{width:.1f}"'
    return f'<rect class="hib" {box} height="{BAR + 12:.0f}" rx="7"/>'


def _edges(sheet: Sheet) -> Iterator[str]:
    dated = sheet.schedule
    for a, b in dated.links():
        before, after = sheet.places[a.task.key], sheet.places[b.task.key]
        kind = "-c" if _drives(dated, a, b) else ""
        waits = b.start > a.finish
        if before.y != after.y:
            leave = sheet.x(b.start) - 14 if waits and a.float else before.drop
            yield _turn(before, after, leave, kind)
        elif not waits:
            line = f"M{before.right:.1f} {before.y:.1f}H{after.left:.1f}"
            yield f'<path class="edge{kind}" d="{line}"/>'


def _turn(before: Place, after: Place, leave: float, kind: str) -> str:
    """A dependency into another row, with an arrowhead unless it drops onto a milestone."""
    down = 1 if after.y > before.y else -1
    start = before.y + down * before.reach if leave == before.drop else before.y
    if after.task.is_milestone and abs(after.drop - leave) < 2:
        end = after.y - down * after.reach
        return f'<path class="edge{kind}" d="M{leave:.1f} {start:.1f}V{end:.1f}"/>'
    tip = after.left
    head = f'<path class="head{kind}" d="M{tip:.1f} {after.y:.1f}l-10 -5v10z"/>'
    return (
        f'<path class="edge{kind}" d="M{leave:.1f} {start:.1f}V{after.y:.1f}H{tip - 4:.1f}"/>{head}'
    )


def _floats(sheet: Sheet) -> Iterator[str]:
    """Dashes from where a task ends to where it is waited for, with the float in words."""
    for place in sheet.places.values():
        slot = place.slot
        if slot.awaited is None or not slot.float:
            continue
        end = sheet.x(slot.awaited) - INSET - 9
        yield f'<path class="float" d="M{place.right:.1f} {place.y:.1f}H{end:.1f}"/>'
        said = f"float: {_counted(slot.float, sheet.schedule.plan.unit)}"
        if not slot.task.is_milestone and end - place.right > CHARACTER * len(said) + 16:
            yield _text(place.right + 12, place.y - 9, said, "t-q")


def _tasks(sheet: Sheet) -> Iterator[str]:
    for place in sheet.places.values():
        yield _milestone(sheet, place) if place.task.is_milestone else _bar(place)


def _bar(place: Place) -> str:
    task = place.task
    kind = task.state or ("c" if place.slot.is_critical else "")
    box = f'x="{place.left:.1f}" y="{place.y - BAR / 2:.1f}" width="{place.right - place.left:.1f}"'
    rect = f'<rect class="task{"-" if kind else ""}{kind}" {box} height="{BAR:.0f}" rx="3"/>'
    lines = _wrapped(task.label, int((place.right - place.left - 16) / CHARACTER))
    style = "t-inv" if task.state == "done" else ""
    firsts = [place.y + 4.8] if len(lines) == 1 else [place.y - 3.5, place.y + 13]
    texts = (_text(place.left + 11, y, line, style) for line, y in zip(lines, firsts, strict=True))
    return rect + "".join(texts)


def _wrapped(label: str, room: int) -> list[str]:
    """One line, or two broken at the space that leaves them most alike."""
    if len(label) <= room or " " not in label:
        return [label]
    spaces = [i for i, letter in enumerate(label) if letter == " "]
    cut = min(spaces, key=lambda i: max(i, len(label) - i))
    return [label[:cut], label[cut + 1 :]]


def _milestone(sheet: Sheet, place: Place) -> str:
    style = "diamond" if place.slot.is_critical else "diamond-o"
    shape = _diamond(place.drop, place.y, _size(place), style)
    label = place.task.label
    if place == sheet.last and place.drop > WIDTH - 40 - CHARACTER * len(label):
        return shape + _text(place.drop + 14, place.y + 36, label, "", "end")
    if place.slot.awaited:
        return shape + _text(place.right + 7, place.y - 12, label, "t-q")
    return shape + _text(place.right + 11, place.y + 4.5, label)


def _size(place: Place) -> float:
    return 13.0 if place.slot.is_critical else 11.0


def _diamond(x: float, y: float, r: float, style: str) -> str:
    return f'<path class="{style}" d="M{x:.1f} {y - r:.1f}l{r:g} {r:g}-{r:g} {r:g}-{r:g}-{r:g}z"/>'


def _note(sheet: Sheet) -> Iterator[str]:
    """A remark after the last task of the first row, where there is room for it."""
    places = [p for p in sheet.places.values() if sheet.lanes and p.y < sheet.lanes[0][2]]
    x = max((p.right for p in places), default=LEFT) + 17
    y = places[0].y if places else TOP + 44
    lines = sheet.schedule.plan.note
    if x + 8 * max(map(len, lines), default=0) > WIDTH:
        return
    for number, line in enumerate(lines):
        yield _text(x, y - 5 + 21 * number, line, "t-note")


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "") -> str:
    styled = f' class="{style}"' if style else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{styled} x="{x:.1f}" y="{y:.1f}"{anchored}>{escape(words)}</text>'
