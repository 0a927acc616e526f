"""What can happen to a delegation."""

from bawaba.identity.delegation.lifecycle import DELEGATION
from bawaba.journal.catalogue import declare

declare("delegation", (*DELEGATION.moves, "use"))
