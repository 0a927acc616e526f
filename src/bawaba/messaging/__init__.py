"""What must be said: templates in both languages, recipients, delivery, inbox."""
