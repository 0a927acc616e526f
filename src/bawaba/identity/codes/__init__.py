"""One-time codes, the tallies of wrong tries, and the budgets of what may be sent."""
