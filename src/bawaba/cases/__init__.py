"""The engine of the e-services: conditions, applications, effects."""
