"""Bills and payments: what is owed, what was paid, what went back."""
