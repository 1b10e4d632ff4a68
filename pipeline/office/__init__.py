"""What the office does, a module a task; the only room that joins records and papers."""
