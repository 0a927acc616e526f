"""What can happen to a bill and to the attempts to pay it."""

from bawaba.journal.catalogue import declare
from bawaba.payments.lifecycle import ATTEMPT, BILL

declare("bill", BILL.moves)
declare("attempt", ATTEMPT.moves)
