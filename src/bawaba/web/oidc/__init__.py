"""The door of relying parties: OpenID Connect for agencies that log people in here."""
