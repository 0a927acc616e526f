"""What can happen to a bill."""

from bawaba.journal.catalogue import declare
from bawaba.payments.lifecycle import BILL

declare("bill", (*BILL.moves, "start_payment", "decline", "mismatch", "return_late"))
