"""What can happen to the budgets of codes."""

from bawaba.journal.catalogue import declare

declare("codes", ("budget_nearly_spent", "pump_suspected"))
