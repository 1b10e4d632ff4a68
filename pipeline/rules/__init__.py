"""The rules of the panel as pure functions on the nouns."""
