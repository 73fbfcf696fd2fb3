"""Pages of a team at a run, and of the leaderboard of a class."""
