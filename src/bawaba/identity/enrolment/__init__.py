"""Enrolment: one attempt to register, from the first page to activation, expiry or supersession."""
