"""A paper that has come in: what it is, when it counts as received, whose it is, which meeting it goes to."""
