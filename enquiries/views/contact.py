"""The page of a person: how to reach them, what they allow, all their questions and history."""

import json
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from enquiries import documents, histories
from enquiries.forms.contacts import CONTACT_FORMS, ContactForm
from enquiries.models import DoNotCall, DuplicateCandidate, Enquiry, MergeRecord, Person, PointKind
from enquiries.operations import contacts
from enquiries.operations.do_not_call import stop_calling
from enquiries.permissions import Meter, meter
from enquiries.views.enquiry import timeline, timeline_part
from institute import staff_acts
from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from institute.mail.consent import Topic
from institute.mail.models import ConsentRecord
from institute.mail.operations import permissions_of_all
from institute.panels import Whose


@never_cache
@require_http_methods(["GET", "POST"])
@area("enquiries")
def contact(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Read it, and do one of its acts. A record merged away leads to the one that was kept."""
    person = _person(public_id)
    if person.merged_into:
        return redirect(histories.standing(person))
    whose = histories.whose_of(person)
    if request.method == "GET" and request.htmx and not request.htmx.history_restore_request:
        return timeline_part(request, timeline(request, whose))
    sent = request.POST.get("act", "")
    forms = {
        act: form(request.POST if act == sent else None, person)
        for act, form in CONTACT_FORMS.items()
    }
    if sent in forms and forms[sent].is_valid() and _done(request, person, forms[sent]):
        return redirect(person)
    context = _page(request, person, whose) | {"forms": forms, "form": forms.get(sent)}
    bad = sent in forms and forms[sent].errors
    return render(request, "enquiries/contact.html", context, status=422 if bad else 200)


@never_cache
@require_safe
@area("enquiries")
def everything(_request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """All we hold about a person, as a file to hand to them."""
    person = histories.standing(_person(public_id))
    held = documents.everything_about(
        person, histories.whose_of(person), histories.records_of(person)
    )
    answer = HttpResponse(
        json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2),
        content_type="application/json",
    )
    answer["Content-Disposition"] = f'attachment; filename="contact-{person.public_id}.json"'
    return answer


def _person(public_id: UUID) -> Person:
    people = Person.objects.select_related("account", "merged_into").with_points()
    return get_object_or_404(people, public_id=public_id)


def _done(request: SignedInRequest, person: Person, form: ContactForm) -> bool:
    try:
        words = ACTS[form.act](person, form, request.user)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return False
    messages.success(request, words)
    return True


def _add(person: Person, form: ContactForm, by: User) -> str:
    added = contacts.add_point(person=person, typed=form.cleaned_data["typed"], by=by)
    return f"Added {', '.join(map(str, added))}." if added else "It is on the contact already."


def _verify(person: Person, form: ContactForm, by: User) -> str:
    given = form.cleaned_data
    return (
        f"{contacts.verify_point(point=given['point'], method=given['method'], by=by)} is theirs."
    )


def _remove(person: Person, form: ContactForm, by: User) -> str:
    point = form.cleaned_data["point"]
    contacts.remove_point(point=point, by=by)
    return f"Removed {point}."


def _rename(person: Person, form: ContactForm, by: User) -> str:
    contacts.rename(person=person, by=by, **form.cleaned_data)
    return "Saved."


def _stop_calling(person: Person, form: ContactForm, by: User) -> str:
    return f"{stop_calling(form.cleaned_data['number'], by)} is never called again."


def _stop_writing(person: Person, form: ContactForm, by: User) -> str:
    contacts.stop_writing_to(person=person, by=by)
    return "Stopped. Nothing that promotes leaves for them again."


def _link(person: Person, form: ContactForm, by: User) -> str:
    user = User.objects.filter(email__in=person.emails).order_by("pk").first()
    if user is None:
        raise RuleBroken("No account signs in with one of these addresses.")
    contacts.link_to(person=person, user=user, by=by)
    return f"Linked to the account {user.email}."


ACTS: "dict[str, Callable[[Person, ContactForm, User], str]]" = {
    "add": _add,
    "verify": _verify,
    "remove": _remove,
    "rename": _rename,
    "stop_calling": _stop_calling,
    "stop_writing": _stop_writing,
    "link": _link,
}


def _page(request: SignedInRequest, person: Person, whose: Whose) -> dict[str, object]:
    asked = Enquiry.objects.filter(person__in=histories.records_of(person)).with_people()
    enquiries = list(asked.newest_first())
    consents = ConsentRecord.objects.filter(address__in=whose.emails).order_by("-obtained_at")
    return {
        "person": person,
        "whose": whose,
        "enquiries": enquiries,
        "live": [one for one in enquiries if one.is_open],
        "offered": contacts.offered_points(person, enquiries),
        "meters": _meters(whose),
        "consents": consents,
        "not_called": set(
            DoNotCall.objects.filter(number__in=whose.phones).values_list("number", flat=True)
        ),
        "pairs": _pairs(person),
        "merges": MergeRecord.objects.filter(kept=person, undone_at=None).select_related("gone"),
        "history": timeline(request, whose),
        "acts": staff_acts.offered(person.account, request.user) if person.account else [],
        "may_link": person.account_id is None and whose.user is not None,
        "phone_kind": PointKind.PHONE,
    }


def _meters(whose: Whose) -> list[tuple[str, list[tuple[Topic, Meter]]]]:
    """Each address with a meter for each topic."""
    now = timezone.now()
    return [
        (address, [(topic, meter(address, verdict, now=now)) for topic, verdict in topics.items()])
        for address, topics in permissions_of_all(sorted(whose.emails)).items()
    ]


def _pairs(person: Person) -> list[Person]:
    """People who may be the same one, nobody having decided yet."""
    rows = DuplicateCandidate.objects.filter(Q(first=person) | Q(second=person), decision="")
    pairs = rows.select_related("first__merged_into", "second__merged_into")
    others = [pair.second if pair.first_id == person.pk else pair.first for pair in pairs]
    return [other for other in others if other.merged_into is None]
