"""Every write of enquiries: verbs, keyword arguments, one transaction each."""
