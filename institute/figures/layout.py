"""Where each task of a plan stands on the sheet: lanes down, time across."""

from collections.abc import Iterator
from dataclasses import dataclass

from institute.figures.plans import Schedule, Slot, Task

WIDTH = 1232.0
LEFT, RIGHT, TOP = 120.0, 34.0, 36.0
BAR, INSET = 44.0, 5.0
CHARACTER = 7.0  # the width of a letter in a label, on average


@dataclass(frozen=True)
class Place:
    """A task on the sheet. `drop` is where dependencies leave it; for a milestone its middle."""

    slot: Slot
    left: float
    right: float
    drop: float
    y: float = 0.0

    @property
    def task(self) -> Task:
        return self.slot.task

    @property
    def reach(self) -> float:
        """Half its height."""
        return 11.0 if self.task.is_milestone else BAR / 2


@dataclass(frozen=True)
class Sheet:
    """A laid-out plan. `lanes` are (name, top, bottom); `week` is the width of one unit."""

    schedule: Schedule
    places: dict[str, Place]
    lanes: list[tuple[str, float, float]]
    week: float

    def x(self, time: float) -> float:
        """Where a moment of the plan lies."""
        return LEFT + time * self.week

    @property
    def bottom(self) -> float:
        return self.lanes[-1][2] if self.lanes else TOP

    @property
    def last(self) -> Place | None:
        """The milestone the plan ends in, when it ends in one."""
        ends = [p for p in self.places.values() if p.slot.finish == self.schedule.end]
        return next((p for p in ends if p.task.is_milestone and p.slot.is_critical), None)


def lay_out(schedule: Schedule) -> Sheet:
    """Give every task a place; tasks of one lane that overlap in time get rows of their own."""
    week = (WIDTH - LEFT - RIGHT) / max(schedule.end, 1)
    across = [_across(slot, schedule, week) for slot in schedule.slots]
    rows = {
        lane: _rows([p for p in across if p.task.lane == lane], week)
        for lane in schedule.plan.lanes
    }
    height = 88.0 if all(len(found) <= 1 for found in rows.values()) else 68.0
    places: dict[str, Place] = {}
    lanes: list[tuple[str, float, float]] = []
    top = TOP
    for lane, found in rows.items():
        places |= dict(_settled(found, top, height))
        bottom = top + height * max(len(found), 1)
        lanes.append((lane, top, bottom))
        top = bottom
    return Sheet(schedule, places, lanes, week)


def _across(slot: Slot, schedule: Schedule, week: float) -> Place:
    drop = min(28.0, week * 0.4)
    start, finish = LEFT + slot.start * week, LEFT + slot.finish * week
    if not slot.task.is_milestone:
        return Place(slot, start + INSET, finish - INSET, finish - drop)
    middle = finish + 16 if _follows_in_lane(slot, schedule) or not slot.start else finish - drop
    return Place(slot, middle - 11, middle + 11, middle)


def _follows_in_lane(slot: Slot, schedule: Schedule) -> bool:
    before = (schedule.by_key[key] for key in slot.task.after)
    return any(b.task.lane == slot.task.lane and b.finish == slot.start for b in before)


def _rows(places: list[Place], week: float) -> list[list[Place]]:
    """First fit, critical tasks first at each start, so that they share the lane's first row."""
    rows: list[list[Place]] = []
    for place in sorted(places, key=lambda p: (p.slot.start, not p.slot.is_critical, p.left)):
        free = next((row for row in rows if _reserved(row[-1], week) <= place.left), None)
        if free is None:
            rows.append([place])
        else:
            free.append(place)
    return rows


def _reserved(place: Place, week: float) -> float:
    """How far to the right a place is taken: by itself, its float or its label."""
    if place.slot.awaited:
        return place.right + (place.slot.awaited - place.slot.finish) * week - 24
    if place.task.is_milestone:
        return place.right + 16 + CHARACTER * len(place.task.label)
    return place.right


def _settled(rows: list[list[Place]], top: float, height: float) -> Iterator[tuple[str, Place]]:
    for number, row in enumerate(rows):
        for p in row:
            y = top + height * (number + 0.5)
            yield p.task.key, Place(p.slot, p.left, p.right, p.drop, y)
