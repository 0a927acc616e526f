"""E-services of the prisons authority."""
