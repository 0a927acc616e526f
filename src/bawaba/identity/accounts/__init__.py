"""Accounts: they exist only once activated; at most one live account a person."""
