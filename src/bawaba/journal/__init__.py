"""What happened and what must follow: events and outbox in the transaction of the change, worked off by one of two engines."""
