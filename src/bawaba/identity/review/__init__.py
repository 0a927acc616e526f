"""Review: what the identity office looks at: "not you?" cases, and registrations in fraud review."""
