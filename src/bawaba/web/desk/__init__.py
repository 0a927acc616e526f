"""The officers' door: queues, cases, decisions."""
