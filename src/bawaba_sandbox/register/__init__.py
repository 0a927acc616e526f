"""The authoritative register in miniature: a synthetic population behind an HTTP API."""
