"""``bawaba documents verify FILE``: what the page of verification says, for the command line; without a network, too."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bawaba.core import clock
from bawaba.core.reader import Reader
from bawaba.core.text import Sentence, T
from bawaba.documents.files import seal_in
from bawaba.documents.offline import BadKeys, kept_keys, kept_verdict
from bawaba.documents.published import BadList, RevocationList, read_list
from bawaba.documents.queries import Verdict, verify_text
from bawaba.documents.rules import WORDS
from bawaba.documents.seals import published_keys
from bawaba.web.portal.verdicts import seal_rows

VALID, NOT_VALID, UNREADABLE = 0, 1, 2
LARGEST_LIST = 64 * 2**20  # bytes
READERS = (Reader("ar"), Reader("en"))
CANNOT_OPEN = T("تعذّر فتح الملف.", en="The file cannot be opened.")
BAD_KEYS = T("ملف المفاتيح غير صحيح.", en="The file of keys is not right.")
BAD_LIST = T("القائمة غير صحيحة، أو غُيّرت.", en="The list is not right, or was changed.")
NO_LIST = T("لم تُعطَ قائمة الملغاة، فلا نعرف هل أُلغيت.", en="Without the list nobody can say whether it was revoked.")
LIST_OF = T("قائمة الملغاة بتاريخ {moment}", en="List of revoked documents of {moment}")
OLD_LIST = T("هذه القائمة قديمة، فنزّل أحدث منها.", en="This list is old: download a newer one.")


class Unreadable(Sentence):
    """A file that says nothing: ``reason`` is keys, list or file."""


class Command(BaseCommand):
    """Exit codes: 0 valid, 1 not valid (revoked, replaced, expired, unknown), 2 unreadable."""

    help = "Verify a document: PDF, PNG or JPEG; with --keys and --revoked without a database and a network."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and what was kept of the published lists."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        one = deeds.add_parser("verify", help="0 valid, 1 not valid, 2 unreadable")
        one.add_argument("file", type=Path)
        one.add_argument("--keys", type=Path, help="a downloaded /.well-known/bawaba/seal-keys.json")
        one.add_argument("--revoked", type=Path, help="a downloaded /verify/revoked.json")

    def handle(self, *args: Any, file: Path, keys: Path | None, revoked: Path | None, **options: Any) -> None:
        """A sentence in both languages, whatever the file is."""
        try:
            verdict, listed = judged(file, keys, revoked)
        except Sentence as problem:
            self._say(problem.text)
            sys.exit(UNREADABLE)
        self._say(WORDS[verdict.word].what)
        if keys is not None or revoked is not None:
            self._tell_age(listed)
        for reader in READERS:
            for label, value, _ in seal_rows(verdict.shown, reader, whole=True):
                self.stdout.write(f"  {label}: {value}")
        sys.exit(VALID if verdict.word == "valid" else NOT_VALID)

    def _tell_age(self, listed: RevocationList | None) -> None:
        if listed is None:
            self._say(NO_LIST)
            return
        for reader in READERS:
            self.stdout.write(reader.text(LIST_OF).format(moment=reader.moment(listed.issued_at)))
        if listed.is_old(clock.now()):
            self._say(OLD_LIST)

    def _say(self, text: T) -> None:
        self.stdout.write(text.ar)
        self.stdout.write(text.en)


def judged(file: Path, keys: Path | None, revoked: Path | None) -> tuple[Verdict, RevocationList | None]:
    """With nothing kept this installation's own keys and database; BadPicture, Unreadable."""
    try:
        with file.open("rb") as opened:
            seal = seal_in(opened)
    except OSError as error:
        raise Unreadable(CANNOT_OPEN, "file") from error
    if keys is None and revoked is None:
        return verify_text(seal), None
    try:
        known = published_keys() if keys is None else kept_keys(_read(keys))
        listed = read_list(_read(revoked), known) if revoked else None
    except BadKeys as error:
        raise Unreadable(BAD_KEYS, "keys") from error
    except BadList as error:
        raise Unreadable(BAD_LIST, "list") from error
    return kept_verdict(seal, known, listed, clock.today()), listed


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_LIST)
    except OSError as error:
        raise Unreadable(CANNOT_OPEN, "file") from error
