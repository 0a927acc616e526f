"""Fingers that nobody has, ISO/IEC 19794-2 records, real matchers, and what can be said of them."""
