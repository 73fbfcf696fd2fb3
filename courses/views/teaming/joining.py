"""An invitation to a team: who sits there, which parts are free, taking one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.forms.teaming import PartForm
from courses.models import Table
from courses.operations import teaming
from courses.teams.table import Team, invited
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest, token: str) -> HttpResponse:
    """What one is invited to; POST takes a part. Who sits there already is led to the run."""
    table = invited(token)
    if table is None:
        return _hidden(render(request, "simulations/team_closed.html", status=404))
    team = Team(table.run, table, request.user)
    if team.is_seated:
        return redirect("courses:run", table.run_id)
    form = PartForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _sits_down(request, table, form):
        return redirect("courses:run", table.run_id)
    context = {"team": team, "form": form}
    status = 422 if form.is_bound else 200
    return _hidden(render(request, "simulations/team_join.html", context, status=status))


def _sits_down(request: SignedInRequest, table: Table, form: PartForm) -> bool:
    try:
        teaming.take_part(table=table, user=request.user, **form.cleaned_data)
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return False
    return True


def _hidden(response: HttpResponse) -> HttpResponse:
    """An address that is a key is passed on to nobody."""
    # Not "no-referrer": a browser then posts the form from an origin it calls null.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
