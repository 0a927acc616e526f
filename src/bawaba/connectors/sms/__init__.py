"""Connectors of the sms port."""
