"""What can happen to a parcel; the subject is its application."""

from bawaba.cases.delivery.lifecycle import PARCEL
from bawaba.journal.catalogue import declare

declare("parcel", PARCEL.moves)
