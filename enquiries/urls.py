"""Addresses of enquiries."""

from django.urls import path

from enquiries.views import asking, confirming, converting, pipeline

app_name = "enquiries"
urlpatterns = [
    path("enquire/", asking.ask, name="ask"),
    path("enquire/proof/", asking.challenge, name="proof"),
    path("enquire/thanks/", asking.thanks, name="thanks"),
    path("enquire/yes/<str:token>/", confirming.confirm, name="confirm"),
    path("enquiries/", pipeline.enquiry_list, name="list"),
    path("enquiries/<uuid:public_id>/convert/", converting.convert, name="convert"),
    path("enquiries/<uuid:public_id>/invite/", converting.invite, name="invite"),
]
