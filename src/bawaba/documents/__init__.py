"""Issued documents: typeset, sealed, verifiable without an account and without a network."""
