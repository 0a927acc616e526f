"""E-services of the passports authority."""
