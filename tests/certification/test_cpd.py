"""Hours against caps: what counts, what is missing, and when it is complete."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from certification import cpd
from tests.certification.renewing import CPD

NEED = cpd.need_of(CPD)
SLUGS = [one.slug for one in NEED.categories]
quarters = st.integers(1, 200).map(lambda n: Decimal(n) / 4)
done = st.lists(st.tuples(st.sampled_from([*SLUGS, "unknown"]), quarters), max_size=12)


@given(done)
def test_no_category_counts_beyond_its_cap_and_unknown_ones_nowhere(
    hours: list[tuple[str, Decimal]],
) -> None:
    held = cpd.account(NEED, hours)

    assert all(line.counted <= line.category.most for line in held.lines)
    known = sum((some for slug, some in hours if slug != "unknown"), Decimal(0))
    assert held.counted + sum((line.over for line in held.lines), Decimal(0)) == known


@given(done)
def test_exactly_what_is_missing_completes_a_cycle_when_done_where_it_lacks(
    hours: list[tuple[str, Decimal]],
) -> None:
    held = cpd.account(NEED, hours)
    more = [(line.category.slug, line.lacks) for line in held.lines]
    left = held.free
    for line in held.lines:
        room = line.category.most - max(line.done, line.category.least)
        some = min(max(room, Decimal(0)), left)
        more.append((line.category.slug, some))
        left -= some

    assert cpd.account(NEED, [*hours, *more]).is_complete
    assert held.is_complete == (held.missing == 0)


@given(done, st.sampled_from(SLUGS), quarters)
def test_more_hours_never_make_more_missing(
    hours: list[tuple[str, Decimal]], slug: str, some: Decimal
) -> None:
    before = cpd.account(NEED, hours)
    after = cpd.account(NEED, [*hours, (slug, some)])

    assert after.missing <= before.missing
    assert before.missing - after.missing <= some


def test_the_sentence_says_where_hours_are_missing() -> None:
    held = cpd.account(NEED, [("learning", Decimal(9)), ("reading", Decimal(12))])

    assert held.counted == 15
    assert cpd.sentence(held) == (
        "Still missing: 4 hours of practice and 1 hour more of any kind with room."
    )


def test_rules_say_where_our_records_count() -> None:
    assert cpd.posts_to(CPD, "mentoring") == "giving"
    assert cpd.posts_to(CPD | {"posts": {"mentoring": "practice"}}, "mentoring") == "practice"
    assert cpd.posts_to({"categories": {}}, "mentoring") == ""
