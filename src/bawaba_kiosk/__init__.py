"""What stands in the mall: touch pages, fingerprint reader, device key."""
