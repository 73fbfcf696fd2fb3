"""The measure of simulated weeks says what it found, for every scenario."""

from tests.bench import simulating


def test_a_week_of_every_scenario_is_measured_and_told_on_a_line_of_its_own() -> None:
    found = simulating.measure(rounds=1)

    lines = simulating.tell(found).splitlines()
    assert set(found["scenarios"]) == set(simulating.SLUGS)
    for slug, one in found["scenarios"].items():
        assert 0 < one["week_ms"] <= one["replay_ms"]
        assert one["weeks"] >= 8
        assert any(line.startswith(slug) for line in lines)
