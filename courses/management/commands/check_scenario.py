"""Check a scenario: every problem with its line, how its dates fall, and who beats whom in it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.operations.scenario_files import text_of
from courses.simulations.checking import Checked, check, outlooks
from courses.simulations.measuring.ranking import DEALS as PLAYED
from courses.simulations.measuring.ranking import TASKS, measure, ranking
from courses.simulations.scenario import FOLDER, Scenario
from institute.errors import RuleBroken

DEALS = 200


class Command(BaseCommand):
    """Ends with an error when anything is wrong, so that a build can stop at it."""

    help = "Check a scenario file, or one that comes with the code by its slug."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("scenario", help="a TOML file, or the slug of a shipped scenario")
        parser.add_argument("--seeds", type=int, default=PLAYED, help="how many deals are played")

    def handle(self, *_: Any, scenario: str, seeds: int, **__: Any) -> None:
        """Problems first; the report only when there are none."""
        path = _path(scenario)
        try:
            checked = check(text_of(path.read_bytes()))
        except RuleBroken as rule:
            raise CommandError(f"{path.name}: {rule}") from None
        except OSError as error:
            raise CommandError(f"{scenario} cannot be read: {error.strerror}.") from None
        self._problems(path, checked)
        if checked.scenario:
            self._report(checked.scenario, DEALS)
            self._ranking(checked.scenario, max(4, min(seeds, 2_000)))

    def _problems(self, path: Path, checked: Checked) -> None:
        for problem in checked.problems:
            self.stdout.write(f"{path.name}:{problem.line}: {problem.where}: {problem.reason}")
        if not checked.is_good:
            count = len(checked.problems)
            raise CommandError(f"{count} problem{'s' if count > 1 else ''} in {path.name}.")
        self.stdout.write(f"{path.name}: nothing is wrong with it.")

    def _report(self, scenario: Scenario, deals: int) -> None:
        found, promised = outlooks(scenario, deals), scenario.meta.market_week
        self.stdout.write(f"digest          {scenario.digest}")
        self.stdout.write(f"promised        week {promised}")
        self.stdout.write(f"on the board    week {found.plan:.1f}")
        self.stdout.write(
            f"in truth        week {found.mean:.1f} on average over {deals} deals "
            f"(p10 {found.p10:.1f}, p90 {found.p90:.1f}), before any event or risk"
        )
        self.stdout.write(f"by itself       {found.on_time:.0%} of deals are ready in time")

    def _ranking(self, scenario: Scenario, deals: int) -> None:
        """Let the policies play; a law that fails ends the command with an error."""
        found = ranking({task: measure(scenario, task, deals) for task in TASKS})
        self.stdout.write(
            f"\nplayed {deals} times     total  outcome  launch  launched  on time  auc"
        )
        for row in found.rows:
            beats = "" if row["auc"] is None else f"{row['auc']:.2f}"
            self.stdout.write(
                f"{row['label']:18} {row['mean']:9.1f} {row['scores']['outcome']:8.0f}"
                f" {row['launch']:7.1f} {row['launched']:9.2f} {row['on_time']:8.2f}  {beats}"
            )
        for law in found.laws:
            self.stdout.write(f"{'holds' if law.holds else 'FAILS'}  {law.name}: {law.told}.")
        if not found.is_good:
            raise CommandError("The scenario does not keep every law of a fair game.")


def _path(name: str) -> Path:
    shipped = FOLDER / f"{name}.toml"
    return shipped if name.replace("-", "").isalnum() and shipped.is_file() else Path(name)
