"""Where a run is played together, and where a class sees how it did."""

from django.urls import path

from courses.views.teaming import joining, leaders, sitting

urlpatterns = [
    path("simulations/teams/<str:token>/", joining.join, name="team_join"),
    path("simulations/runs/<uuid:pk>/team/", sitting.open_table, name="team_open"),
    path("simulations/runs/<uuid:pk>/team/agree/", sitting.agree, name="team_agree"),
    path("simulations/runs/<uuid:pk>/team/close/", sitting.close, name="team_close"),
    path("simulations/runs/<uuid:pk>/team/hand-over/", sitting.hand_over, name="team_hand_over"),
    path("simulations/runs/<uuid:pk>/team/leave/", sitting.leave, name="team_leave"),
    path("simulations/classes/<int:pk>/", leaders.leaders, name="leaders"),
    path("simulations/classes/<int:pk>/show-me/", leaders.show_me, name="leaders_show_me"),
    path("simulations/classes/<int:pk>/hide-me/", leaders.hide_me, name="leaders_hide_me"),
]
