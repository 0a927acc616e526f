"""Attestation: who may vouch for a person, what they state, and the one transaction in which an account comes alive."""
