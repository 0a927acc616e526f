"""What can happen to an appointment."""

from bawaba.cases.appointments.lifecycle import APPOINTMENT
from bawaba.journal.catalogue import declare

declare("appointment", (*APPOINTMENT.moves, "remind"))
