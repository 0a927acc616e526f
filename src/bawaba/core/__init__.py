"""Pure Python that knows no framework: identifiers, calendars, money, references, lifecycles, text, keys."""
