"""A lost phone, a forgotten password or user name: two different proofs, and who may help."""
