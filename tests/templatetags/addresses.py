"""The addresses the shells link to, answered by a page in each shell."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

PAGE = (
    '{{% extends "shells/{shell}.html" %}}'
    '{{% block title %}}Courses "here"{{% endblock %}}'
    "{{% block main %}}<h1>Hello</h1>{{% endblock %}}"
)


@login_not_required
def page(request: HttpRequest, shell: str = "public") -> HttpResponse:
    messages.error(request, "Nothing was <saved>.")
    template = engines["django"].from_string(PAGE.format(shell=shell))
    return HttpResponse(template.render({"section": "courses"}, request))


@login_not_required
def refused(request: HttpRequest, status: int) -> HttpResponse:
    return render(
        request, f"{status}.html", {"exception": "This page is for payments."}, status=status
    )


COURSES = [path("", page, name="catalogue"), path("simulations/", page, name="simulations")]
CERTIFICATION = [path("", page, name="schemes"), path("check/", page, name="verify")]
urlpatterns = [
    path("", page, name="home"),
    path("shell/<shell>/", page),
    path("refused/<int:status>/", refused),
    path("courses/", include((COURSES, "courses"))),
    path("mentorship/", include(([path("", page, name="mentors")], "mentorship"))),
    path("certification/", include((CERTIFICATION, "certification"))),
    path("enquire/", include(([path("", page, name="ask")], "enquiries"))),
    path("accounts/profile/", include(([path("", page, name="profile")], "accounts"))),
    path("policies/<slug:slug>/", page, name="policy"),
    path("dashboard/", page, name="dashboard"),
    path("accounts/login/", page, name="account_login"),
    path("accounts/logout/", page, name="account_logout"),
]
