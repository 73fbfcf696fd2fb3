"""The habits of a planner, as numbers: what a novice, a competent and a tuned player differ in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """Weeks are weeks, ranks order the cards of a week (the highest first), shares are 0 to 1."""

    sync_every: float = 2.0
    sync_rank: float = 5.0
    sync_hot: float = 0.6
    align_age: float = 2.0
    align_rank: float = 4.5
    integrate_rank: float = 5.0
    integrate_at: float = 0.5
    brief_late: float = 0.0
    brief_rank: float = 5.5
    spikes: float = 4.0
    spike_rank: float = 4.8
    mitigate_worth: float = 0.9
    mitigate_rank: float = 6.5
    risk_reviews: float = 2.0
    risk_review_every: float = 2.0
    value_reviews: float = 2.0
    coach_below: float = 0.62
    coach_rank: float = 3.0
    coach_spare: float = 0.0
    inflate: float = 1.35
    test_stretch: float = 1.4
    cuts: float = 5.0
    cut_week: float = 2.0
    cut_margin: float = 0.3
    week_worth: float = 12.0
    junk: float = 0.35
    unread_value: float = 0.85
    loans: float = 1.0
    loan_week: float = 2.0
    contractors: float = 0.0
    date_gap: float = 1.6
    date_week: float = 5.0
    overtime_gap: float = 0.6
    overtime_weeks: float = 2.0
    overtime: float = 1.0
    forecast_pad: float = 0.0
    green_margin: float = 0.3
    red_gap: float = 1.0
    speed: float = 0.0
    quality: float = 0.0
    critical_order: float = 1.0
    gaps_late: float = 9.0
    polish: float = 0.0
    lapses: float = 0.0
    skill: float = 1.0
    people_skill: float = 1.0
    always_green: float = 0.0
    always_promise: float = 0.0
    always_overtime: float = 0.0
    worst_first: float = 0.0


NOVICE = Habits(
    sync_every=2.5,
    align_age=5.0,
    align_rank=2.5,
    integrate_rank=1.0,
    brief_late=2.0,
    brief_rank=3.0,
    spikes=2.0,
    mitigate_worth=0.8,
    risk_reviews=2.0,
    risk_review_every=3.0,
    value_reviews=1.0,
    coach_below=0.5,
    inflate=1.0,
    test_stretch=1.0,
    cuts=4.0,
    cut_week=5.0,
    cut_margin=0.5,
    junk=0.2,
    loans=0.0,
    date_gap=3.0,
    overtime_gap=1.0,
    overtime_weeks=4.0,
    green_margin=-0.5,
    red_gap=2.0,
    critical_order=0.0,
    lapses=0.4,
    skill=0.5,
    people_skill=0.5,
)

COMPETENT = Habits(
    sync_every=2.0,
    align_age=3.0,
    align_rank=3.5,
    integrate_rank=3.0,
    brief_late=0.6,
    spikes=2.0,
    inflate=1.1,
    test_stretch=1.1,
    value_reviews=1.0,
    cuts=3.0,
    cut_week=4.0,
    loans=0.0,
    lapses=0.15,
)

TUNED = Habits(
    sync_every=2.11,
    sync_rank=5.28,
    sync_hot=0.78,
    align_age=2.5,
    align_rank=3.39,
    integrate_rank=2.73,
    integrate_at=0.46,
    brief_late=0.76,
    brief_rank=5.41,
    spikes=5.97,
    spike_rank=5.65,
    mitigate_worth=0.92,
    mitigate_rank=7.62,
    risk_reviews=1.94,
    risk_review_every=1.89,
    value_reviews=1.77,
    coach_below=0.68,
    coach_rank=2.37,
    inflate=1.44,
    test_stretch=1.32,
    cuts=5.45,
    cut_week=1.94,
    cut_margin=0.24,
    week_worth=6.93,
    junk=0.43,
    unread_value=0.52,
    loans=1.26,
    loan_week=2.54,
    contractors=0.22,
    date_gap=1.43,
    date_week=5.62,
    overtime_gap=-0.74,
    overtime_weeks=3.11,
    forecast_pad=-0.3,
    green_margin=-0.02,
    red_gap=1.0,
    coach_spare=1.0,
)
