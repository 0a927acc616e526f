"""Appointments: offices with hours, slots with seats, and who sits where."""
