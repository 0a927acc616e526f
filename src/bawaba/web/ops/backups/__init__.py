"""Back up and restore an installation: its database, and its keys under a passphrase or by name."""
