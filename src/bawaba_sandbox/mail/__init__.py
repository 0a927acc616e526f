"""Mailboxes of the rehearsal."""
