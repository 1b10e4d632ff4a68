"""The panel's calendar: working days, the days around a meeting, meetings proposed round the districts."""
