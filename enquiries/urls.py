"""Addresses of enquiries."""

from django.urls import path

from enquiries.views import (
    asking,
    board,
    bulk,
    confirming,
    consent,
    contact,
    converting,
    enquiry,
    filters,
    follow_up,
    merging,
    pipeline,
    writing,
)

app_name = "enquiries"
urlpatterns = [
    path("enquire/", asking.ask, name="ask"),
    path("enquire/proof/", asking.challenge, name="proof"),
    path("enquire/thanks/", asking.thanks, name="thanks"),
    path("enquire/yes/<str:token>/", confirming.confirm, name="confirm"),
    path("enquiries/", pipeline.enquiry_list, name="list"),
    path("enquiries/new/", pipeline.new, name="new"),
    path("enquiries/<uuid:public_id>/done/", pipeline.done, name="done"),
    path("enquiries/<uuid:public_id>/snooze/", pipeline.snooze, name="snooze"),
    path("enquiries/promises/<int:pk>/", pipeline.promise_kept, name="promise_kept"),
    path("enquiries/board/", board.board, name="board"),
    path("enquiries/<uuid:public_id>/move/", board.move, name="move"),
    path("enquiries/table/", filters.table, name="table"),
    path("enquiries/table.csv", filters.export, name="export"),
    path("enquiries/filters/", filters.save_filter, name="save_filter"),
    path("enquiries/filters/<int:pk>/", filters.change_filter, name="change_filter"),
    path("enquiries/bulk/", bulk.bulk, name="bulk"),
    path("enquiries/bulk/<uuid:token>/", bulk.bulk_done, name="bulk_done"),
    path("enquiries/<uuid:public_id>/", enquiry.enquiry, name="enquiry"),
    path("enquiries/<uuid:public_id>/write/", writing.write, name="write"),
    path("contacts/duplicates/", merging.duplicates, name="duplicates"),
    path("contacts/<uuid:public_id>/", contact.contact, name="contact"),
    path("contacts/<uuid:public_id>/everything/", contact.everything, name="contact_everything"),
    path("contacts/<uuid:public_id>/merge/<uuid:other_id>/", merging.compare, name="merge"),
    path("contacts/merges/<int:pk>/undo/", merging.undo, name="merge_undo"),
    path("enquiries/<uuid:public_id>/convert/", converting.convert, name="convert"),
    path("enquiries/<uuid:public_id>/invite/", converting.invite, name="invite"),
    path("enquiries/follow-up/", follow_up.follow_up, name="follow_up"),
    path("enquiries/follow-up/rules/<slug:key>/", follow_up.rule, name="follow_up_rule"),
    path("enquiries/follow-up/texts/<slug:key>/", follow_up.text, name="wording"),
    path("enquiries/follow-up/texts/<slug:key>/read/", follow_up.read_as, name="wording_read_as"),
    path(
        "enquiries/follow-up/texts/<slug:key>/use/<int:version>/", follow_up.use, name="wording_use"
    ),
    path("email/<slug:token>/consent/", consent.consent, name="consent"),
]
