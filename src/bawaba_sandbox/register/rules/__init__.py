"""What the register allows: one file an authority; each rule takes a ledger, a person and data, and refuses in its own words."""
