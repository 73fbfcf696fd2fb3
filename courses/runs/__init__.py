"""What the pages of a simulation read: the engine a run is pinned to, and the learner's view."""
