"""The people's door: public pages, registration, logging in, services."""
