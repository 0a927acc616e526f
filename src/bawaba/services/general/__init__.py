"""E-services that belong to no single authority."""
