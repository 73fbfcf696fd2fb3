"""Lines of a CV that the Institute can vouch for."""

from django.db import transaction

from institute import panels
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship.models import CvClaim, CvDocument
from mentorship.operations.cvs import GONE


@transaction.atomic
def vouch(*, document: CvDocument, line: int, evidence: str) -> CvClaim:
    """Link a line of the newest version to what the Institute knows. Linking twice is once.

    Raises RuleBroken for a line that is not there, and for evidence that is not the owner's.
    """
    document = locked(document)
    version = document.newest
    if document.is_emptied or version is None:
        raise RuleBroken(GONE)
    if not 1 <= line <= len(version.lines):
        raise RuleBroken(f"This version has the lines 1 to {len(version.lines)}.")
    found = next((one for one in panels.evidence(document.owner) if one.key == evidence), None)
    if found is None:
        raise RuleBroken("Choose one of the courses you completed with us.")
    says = {"title": found.title, "url": found.url}
    return CvClaim.objects.get_or_create(
        version=version, line=line, evidence=found.key, defaults=says
    )[0]


@transaction.atomic
def stop_vouching(*, document: CvDocument, claim: int) -> None:
    """Take a link off the CV; one that is gone already is gone."""
    CvClaim.objects.filter(version__document=document, pk=claim).delete()
