"""What the office keeps: workspace, settings, form definitions, register, originals, inbox, outbox."""
