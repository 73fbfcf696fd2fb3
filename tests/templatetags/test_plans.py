"""The critical path, checked on plans made at random."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from institute.figures.layout import lay_out
from institute.figures.network import in_words, network
from institute.figures.plans import Plan, PlanError, Schedule, Task, schedule


def plan(*tasks: Task) -> Plan:
    return Plan("p", "A plan", ("Learn", "Certify"), tasks)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Tasks that wait only for tasks before them, so a schedule exists."""
    tasks: list[Task] = []
    for number in range(draw(st.integers(1, 9))):
        earlier = [task.key for task in tasks]
        after = draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        lane = draw(st.sampled_from(["Learn", "Certify"]))
        length, wait = draw(st.integers(0, 5)), draw(st.integers(0, 4))
        tasks.append(Task(f"t{number}", f"Task {number}", lane, length, tuple(after), wait))
    return plan(*tasks)


def moved(dated: Schedule, key: str) -> int:
    """When the plan ends if one task takes a unit longer."""
    tasks = [
        Task(
            s.task.key,
            s.task.label,
            s.task.lane,
            s.task.length + (s.task.key == key),
            s.task.after,
            s.start,
        )
        for s in dated.slots
    ]
    return schedule(plan(*tasks)).end


@given(plans())
def test_nothing_starts_before_what_it_waits_for(made: Plan) -> None:
    assert all(before.finish <= after.start for before, after in schedule(made).links())


@given(plans())
def test_a_slip_on_the_critical_path_moves_the_end_and_no_other_slip_does(made: Plan) -> None:
    dated = schedule(made)

    for slot in dated.slots:
        assert (moved(dated, slot.task.key) > dated.end) == slot.is_critical


@given(plans())
def test_the_critical_path_reaches_the_end(made: Plan) -> None:
    dated = schedule(made)

    assert max(slot.finish for slot in dated.critical) == dated.end


@given(plans())
def test_tasks_of_one_row_never_cover_each_other(made: Plan) -> None:
    places = list(lay_out(schedule(made)).places.values())

    for one in places:
        for other in places:
            if one is not other and one.y == other.y:
                assert one.right <= other.left or other.right <= one.left


@given(plans())
def test_every_plan_can_be_drawn(made: Plan) -> None:
    assert network(made).endswith("</svg>")


def test_float_is_the_time_a_task_may_slip() -> None:
    dated = schedule(
        plan(
            Task("a", "Long", "Learn", 6),
            Task("b", "Short", "Learn", 2),
            Task("c", "Ship", "Certify", 0, ("a", "b")),
        )
    )

    assert [slot.float for slot in dated.slots] == [0, 4, 0]
    assert dated.by_key["b"].awaited == 6
    assert "Short has 4 weeks of float." in in_words(dated)


def test_tasks_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(PlanError, match="wait for each other"):
        schedule(plan(Task("a", "A", "Learn", 1, ("b",)), Task("b", "B", "Learn", 1, ("a",))))


def test_waiting_for_a_task_that_is_not_there_is_refused() -> None:
    with pytest.raises(PlanError, match="not in the plan"):
        schedule(plan(Task("a", "A", "Learn", 1, ("gone",))))


def test_an_empty_plan_has_no_end() -> None:
    assert schedule(plan()).end == 0
