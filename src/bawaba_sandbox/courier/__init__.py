"""A courier: takes parcels over its API, and a clerk moves them on."""
