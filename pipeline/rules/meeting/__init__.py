"""One meeting: its agenda and its briefing pack, worked out before anything is drawn."""
