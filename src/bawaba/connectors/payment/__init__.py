"""Connectors of the payment port."""
