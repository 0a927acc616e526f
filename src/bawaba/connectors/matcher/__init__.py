"""Connectors of the matcher port: where fingers are compared, when the register does not do it itself."""
