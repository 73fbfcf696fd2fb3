"""Addresses of enquiries."""

from django.urls import path

from enquiries.views import asking, pipeline

app_name = "enquiries"
urlpatterns = [
    path("enquire/", asking.ask, name="ask"),
    path("enquire/thanks/", asking.thanks, name="thanks"),
    path("enquiries/", pipeline.enquiry_list, name="list"),
]
