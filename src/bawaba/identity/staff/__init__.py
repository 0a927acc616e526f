"""Staff: officers of agencies, what each may do there, and how they come in."""
