"""What can happen to an enrolment."""

from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.journal.catalogue import declare

declare("enrolment", (*ENROLMENT.moves, "send_code", "confirm_email", "purge", "remind", "extend", "look", "keep"))
