"""The portal: every room of the house."""
