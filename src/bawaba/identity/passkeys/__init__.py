"""Passkeys: how one is asked for and read, and which ones open an account."""
