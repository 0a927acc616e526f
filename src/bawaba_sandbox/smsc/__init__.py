"""The SMS centre: an SMPP 3.4 server."""
