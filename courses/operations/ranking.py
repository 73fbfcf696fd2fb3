"""Being shown on the leaderboard of a class: agreed to, and taken back."""

from django.db import transaction
from django.utils import timezone

from courses.models import BoardConsent, Cohort, Enrolment
from institute.accounts.models import User
from institute.errors import RuleBroken

NO_PLACE = "Only who has a confirmed place in this class can be shown to it."
TAKEN = "Somebody in this class goes by that name. Choose another."


@transaction.atomic
def agree_to_be_shown(*, user: User, cohort: Cohort, shown_as: str) -> BoardConsent:
    """Record the consent and the name. Agreeing again under another name is another record."""
    cohort = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    if not Enrolment.objects.learning().filter(student=user, cohort=cohort).exists():
        raise RuleBroken(NO_PLACE)
    standing = BoardConsent.objects.standing().filter(user=user, cohort=cohort).first()
    if standing and standing.shown_as == shown_as:
        return standing
    _must_be_nobody_elses(shown_as, user, cohort)
    take_back(user=user, cohort=cohort)
    return BoardConsent.objects.create(user=user, cohort=cohort, shown_as=shown_as)


def _must_be_nobody_elses(shown_as: str, user: User, cohort: Cohort) -> None:
    """Neither another alias of the class nor what a classmate is called."""
    aliases = BoardConsent.objects.standing().filter(cohort=cohort).exclude(user=user)
    mates = User.objects.filter(enrolments__cohort=cohort).exclude(pk=user.pk)
    names = {*aliases.values_list("shown_as", flat=True), *(mate.name for mate in mates)}
    if " ".join(shown_as.split()).casefold() in {name.casefold() for name in names}:
        raise RuleBroken(TAKEN)


def take_back(*, user: User, cohort: Cohort) -> None:
    """From this moment nobody is shown their result; that they had agreed stays on record."""
    standing = BoardConsent.objects.standing().filter(user=user, cohort=cohort)
    standing.update(withdrawn_at=timezone.now())
