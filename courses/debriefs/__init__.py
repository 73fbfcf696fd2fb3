"""What the pages of a debrief read: the report and its drawings, whose it is, what follows it.

The debrief itself is worked out by `courses.simulations.debriefing`; here it becomes a page.
"""
