"""The world outside the portal, in miniature."""
