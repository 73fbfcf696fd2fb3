"""One line of what is said at the desk: its words, how the desk shows them, every version."""

from django.contrib import messages as banner
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from enquiries import scripts
from enquiries.forms.follow_up import LineForm
from enquiries.models import Purpose, Wording
from enquiries.operations import wordings
from enquiries.views.follow_up import current, may_change, refuse_others, versions_of
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@require_http_methods(["GET", "HEAD", "POST"])
@area("enquiries")
def script_line(request: SignedInRequest, key: str) -> HttpResponse:
    """The editor. "Show it" says the typed words as the desk would, and keeps nothing."""
    known = _known(key)
    start = {"body": known.body, "based_on": known.version}
    form = LineForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST":
        refuse_others(request.user)
        if form.is_valid() and _saved(request, known, form):
            return redirect("enquiries:script_line", key)
        known = _known(key)
    status = 422 if form.is_bound and form.errors else 200
    context = _context(request, known, form)
    return render(request, "enquiries/script_line.html", context, status=status)


def _known(key: str) -> Wording:
    if key not in scripts.SAID:
        raise Http404
    return current(key, Purpose.SCRIPT)


def _saved(request: SignedInRequest, known: Wording, form: LineForm) -> bool:
    """Whether a new version was kept; False after a refusal, and where it is only shown."""
    words, based_on = form.cleaned_data["body"], form.cleaned_data["based_on"]
    try:
        if request.POST.get("act") == "show":
            wordings.refuse_line(known.key, " ".join(words.split()))
            return False
        fresh = wordings.write_wording(
            key=known.key, title=known.title, body=words, based_on=based_on, by=request.user
        )
    except RuleBroken as broken:
        form.add_error("body", str(broken))
        # What was typed stays; saving again is then a decision about the newer version.
        form.data = {**request.POST.dict(), "based_on": str(_known(known.key).version)}
        return False
    banner.success(request, f"Version {fresh.version} is said from the next call on.")
    return True


def _context(request: SignedInRequest, known: Wording, form: LineForm) -> dict[str, object]:
    typed = str(form["body"].value() or known.body)
    line = scripts.Line(known.key, known.version, known.title, " ".join(typed.split()))
    fillings = {"name": request.user.name, **scripts.EXAMPLE}
    asked = {blank: fillings[blank] for blank in scripts.BLANKS.get(known.key, {})}
    return {
        "line": line,
        "known": known,
        "when": scripts.SAID[known.key],
        "words": line.said(**asked),
        "is_typed": line.words != known.body,
        "form": form,
        "blanks": scripts.BLANKS.get(known.key, {}).items(),
        "is_evidence": known.key == scripts.CONSENT,
        "versions": versions_of(known.key),
        "may_change": may_change(request.user),
    }
