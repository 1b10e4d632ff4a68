"""What a paper must not tell (domain: LC1 to LC17): what is known of the cases, and where it stands in a text."""
