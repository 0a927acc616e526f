"""What is said: one template a file, both languages."""
