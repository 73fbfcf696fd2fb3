"""The running record of a student: their own page, and the one their next mentor goes on from."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import Role
from mentorship.permissions.records import can_read_record
from mentorship.worklists.records import Reads, record_of


@never_cache
@require_safe
def record(request: SignedInRequest) -> HttpResponse:
    """Everything from the reader's own sessions: what is to do first, then session by session."""
    me = request.user
    context = {"record": record_of(me, reader=me, reads=Reads.OWN), "reads": Reads.OWN}
    return render(request, "mentorship/record.html", context)


@never_cache
@require_safe
@area("mentoring")
def student_record(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the next mentor goes on from; a mentor without a session with the student gets 404."""
    student = get_object_or_404(User, pk=pk)
    if not can_read_record(request.user, student):
        raise Http404
    is_manager = request.user.has_role(Role.MANAGER, Role.ADMIN)
    reads = Reads.MANAGER if is_manager else Reads.MENTOR
    shown = record_of(student, reader=request.user, reads=reads)
    if not shown.chapters:
        raise Http404
    return render(request, "mentorship/student_record.html", {"record": shown, "reads": reads})
