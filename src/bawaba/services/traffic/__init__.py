"""E-services of the traffic authority."""
