"""What markers read: their queue, a script without a name, and how far marks agree."""
