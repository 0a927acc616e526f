"""The counter's door: an officer and a person who stands there, step by step."""
