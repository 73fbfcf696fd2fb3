"""Where a run is played together, and where a class sees how it did."""

from django.urls import path

from courses.views.teaming import asking, joining, leaders, silence, sitting, watching

urlpatterns = [
    path("simulations/teams/", asking.asked, name="team_asked"),
    path("simulations/teams/asked/<int:pk>/accept/", asking.accept, name="team_accept"),
    path("simulations/teams/asked/<int:pk>/decline/", asking.decline, name="team_decline"),
    path("simulations/teams/<str:token>/", joining.join, name="team_join"),
    path("simulations/runs/<uuid:pk>/team/", sitting.open_table, name="team_open"),
    path("simulations/runs/<uuid:pk>/team/agree/", sitting.agree, name="team_agree"),
    path("simulations/runs/<uuid:pk>/team/close/", sitting.close, name="team_close"),
    path("simulations/runs/<uuid:pk>/team/hand-over/", sitting.hand_over, name="team_hand_over"),
    path("simulations/runs/<uuid:pk>/team/leave/", sitting.leave, name="team_leave"),
    path("simulations/runs/<uuid:pk>/team/ask/", asking.ask, name="team_ask"),
    path("simulations/runs/<uuid:pk>/team/now/", watching.now, name="team_now"),
    path("simulations/runs/<uuid:pk>/team/free/", silence.free, name="team_free"),
    path("simulations/runs/<uuid:pk>/team/take-lead/", silence.take_lead, name="team_take_lead"),
    path("simulations/runs/<uuid:pk>/team/come-back/", silence.come_back, name="team_come_back"),
    path("simulations/classes/<int:pk>/", leaders.leaders, name="leaders"),
    path("simulations/classes/<int:pk>/show-me/", leaders.show_me, name="leaders_show_me"),
    path("simulations/classes/<int:pk>/hide-me/", leaders.hide_me, name="leaders_hide_me"),
]
