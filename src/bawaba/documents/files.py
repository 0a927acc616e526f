"""Find a seal in whatever file somebody shows: a picture of the code, our PDF, or a scan of its print."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from bawaba.core.text import T
from bawaba.documents.pictures import LARGEST, BadPicture, code_in
from bawaba.documents.seals import MARK

PDF = b"%PDF-"
SEAL = re.compile(MARK.encode() + rb"\.[0-9A-Za-z_-]{1,40}\.[0-9A-Za-z_-]{1,3500}\.[0-9A-Za-z_-]{86}(?![0-9A-Za-z_-])")
STREAM = re.compile(rb"stream\r?\n")
JPEG = b"\xff\xd8\xff"
MOST_STREAMS, MOST_PICTURES = 400, 6
UNPACKED, UNPACKED_IN_ALL = 2 * 2**20, 24 * 2**20  # bytes: a bomb is left folded

TOO_LARGE = T("الملف أكبر من 8 ميغابايت. أرسل ملفًا أصغر.", en="The file is larger than 8 MB. Send a smaller one.")
NO_SEAL = T(
    "لم نجد ختمًا في هذا الملف. أرسل الملف كما نزّلته، أو صورة رمزه بصيغة JPEG أو PNG.",
    en="No seal was found in this file. Send it as you downloaded it, or a picture of its code as JPEG or PNG.",
)


def seal_in(file: BinaryIO) -> str:
    """The text of the seal in a PDF or of the code in a picture; BadPicture says why not."""
    raw = file.read(LARGEST + 1)
    if not raw.startswith(PDF):
        return code_in(io.BytesIO(raw))
    if len(raw) > LARGEST:
        raise BadPicture(TOO_LARGE, "size")
    return _in_pdf(raw)


def _in_pdf(raw: bytes) -> str:
    """Our PDFs carry the seal in their open description; a scan of a print carries the code as a picture."""
    for part in (raw, *_unpacked(raw)):
        found = SEAL.search(part)
        if found:
            return found[0].decode()
    for picture in _pictures(raw):
        try:
            return code_in(io.BytesIO(picture))
        except BadPicture:
            continue
    raise BadPicture(NO_SEAL, "code")


def _unpacked(raw: bytes) -> Iterator[bytes]:
    left = UNPACKED_IN_ALL
    for start in _streams(raw):
        if left <= 0:
            return
        try:
            part = zlib.decompressobj().decompress(raw[start : start + LARGEST], min(UNPACKED, left))
        except zlib.error:
            continue
        left -= len(part)
        yield part


def _pictures(raw: bytes) -> Iterator[bytes]:
    found = 0
    for start in _streams(raw):
        if raw.startswith(JPEG, start) and found < MOST_PICTURES:
            found += 1
            end = raw.find(b"endstream", start)
            yield raw[start : end if end > 0 else None]


def _streams(raw: bytes) -> Iterator[int]:
    for number, found in enumerate(STREAM.finditer(raw)):
        if number >= MOST_STREAMS:
            return
        yield found.end()
