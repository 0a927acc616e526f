"""Staff: officers, operators and technicians, what each may do and where, and how they come in."""
