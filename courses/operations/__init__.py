"""Every write of courses: verbs, keyword arguments, one transaction each, RuleBroken when a rule says no."""
