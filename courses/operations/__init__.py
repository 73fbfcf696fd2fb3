"""Every write of courses: verbs, keyword arguments, one transaction each."""
