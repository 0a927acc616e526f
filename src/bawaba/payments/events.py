"""What can happen to a bill to the attempts to pay it, and to what of it is held for somebody else."""

from bawaba.journal.catalogue import declare
from bawaba.payments.lifecycle import ATTEMPT, BILL, ESCROW

declare("bill", BILL.moves)
declare("attempt", ATTEMPT.moves)
declare("escrow", ESCROW.moves)  # the subject is the bill
