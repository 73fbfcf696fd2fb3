"""What is read of teams at a run, and of the leaderboards of classes."""
