"""What can happen to a document."""

from bawaba.journal.catalogue import declare

declare("document", ("issue", "revoke", "verify"))
