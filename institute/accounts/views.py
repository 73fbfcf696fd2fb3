"""A person's own pages: profile, time zone, privacy."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institute import panels
from institute.accounts import invitations, operations
from institute.accounts.forms import ProfileForm
from institute.accounts.models import User
from institute.accounts.requests import PublicRequest, SignedInRequest
from institute.accounts.shortcuts import carry_shortcuts
from institute.accounts.zones import city_of, detected_zone
from institute.errors import RuleBroken


@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """What a person says about themselves."""
    # A copy: a refused form must not change the name in the page's own head.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        operations.update_profile(user=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        response = redirect("accounts:profile")
        carry_shortcuts(response, request.user)
        return response
    context = {"form": form} | _zone_offer(request)
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


def _zone_offer(request: SignedInRequest) -> dict[str, str | None]:
    """The browser's zone, when it is not the one the person reads in."""
    present, found = request.user.time_zone, detected_zone(request)
    offered = found if found != present else None
    return {
        "offered_zone": offered,
        "offered_zone_name": offered and city_of(offered),
        "present_zone_name": city_of(present),
    }


@require_POST
def use_detected_zone(request: SignedInRequest) -> HttpResponse:
    """Take over the browser's time zone with one click."""
    try:
        operations.detect_zone(user=request.user, zone=detected_zone(request))
    except RuleBroken as rule:
        messages.error(request, f"{rule} {rule.instead}")
    else:
        messages.success(request, f"You read times in {city_of(request.user.time_zone)} now.")
    return redirect("accounts:profile")


@require_safe
def privacy(request: SignedInRequest) -> HttpResponse:
    """What we hold about the person, by part, and the way to download it."""
    return render(request, "accounts/privacy.html", {"parts": panels.export_parts()})


@require_safe
@never_cache
def everything(request: SignedInRequest) -> HttpResponse:
    """The file with everything the apps hold about the person."""
    held = {"made_at": timezone.now(), "institute": panels.export(request.user)}
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="tpm-institute-about-me.json"'
    return response


@login_not_required
@never_cache
@require_safe
def invitation(request: PublicRequest, token: str) -> HttpResponse:
    """From an invitation to the page where its owner chooses a password."""
    user = invitations.invited(token)
    if user is None:
        return render(request, "accounts/invitation_over.html", status=410)
    request.session[invitations.CAME_BY_INVITATION] = user.pk
    return redirect(invitations.password_path(user))
