"""One answer: the text that somebody wrote -> one typed value, in every usual British writing."""
