"""Delegation: a scoped, expiring, revocable right to act for somebody."""
