"""A meeting's briefing pack: its agenda, its sections, its issues, what is withheld from whom, who has which copy."""
