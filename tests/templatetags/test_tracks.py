"""A level over time, drawn: every session a node, told in words, and no word unescaped."""

from institute.figures.levels import track


def test_each_session_is_a_node_and_the_last_one_is_full() -> None:
    drawn = track([("2 May", 1), ("24 Jul", 2), ("5 Sep", 2)], "Risk: 1, 2, 2.")

    assert drawn.count("<circle") == 3
    assert drawn.count("track-dot--last") == 1
    assert 'aria-label="Risk: 1, 2, 2."' in drawn


def test_only_what_stands_out_has_the_stroke() -> None:
    points = [("2 May", 1), ("24 Jul", 2)]

    assert "track-halo" in track(points, "Risk.", stands_out=True)
    assert "track-halo" not in track(points, "Risk.")


def test_one_session_is_a_node_without_a_line_and_none_is_an_empty_ladder() -> None:
    assert "polyline" not in track([("2 May", 3)], "Risk.")
    assert "<circle" not in track([], "Risk: not judged yet.")


def test_a_higher_level_stands_higher() -> None:
    low, high = (track([("2 May", level)], "Risk.").split('cy="')[1] for level in (1, 4))

    assert float(low.split('"')[0]) > float(high.split('"')[0])


def test_words_are_escaped() -> None:
    drawn = track([("<b>", 1)], '"><script>')

    assert "<script>" not in drawn
    assert "<b>" not in drawn


def test_many_sessions_keep_their_labels_apart() -> None:
    points = [(f"{day} May", 2) for day in range(1, 21)]

    assert track(points, "Risk.").count("May</text>") <= 6
