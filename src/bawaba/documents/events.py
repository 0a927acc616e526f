"""What can happen to a document."""

from bawaba.documents.lifecycle import DOCUMENT
from bawaba.journal.catalogue import declare

declare("document", (*DOCUMENT.moves, "verify"))
