"""Asking the agencies about a case: whom, with what, what they answered, who is to be chased."""
