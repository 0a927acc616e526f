"""The start page of a demo."""
