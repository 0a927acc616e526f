"""Relying parties: agencies that log people in through this portal, what each person has allowed them, and what came of it."""
