"""What the authoritative register knows: ports, facts, and a read-through cache that says how old they are."""
