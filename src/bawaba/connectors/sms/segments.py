"""Split a text into what one SMS carries: GSM 7 bit where it fits, else UCS-2, long ones with a concatenation header."""

from dataclasses import dataclass
from itertools import count

GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_CODES = {character: code for code, character in enumerate(GSM) if character != "\x1b"}
UCS2 = 8
CONCATENATED = 0x40  # esm_class: the payload begins with a user data header
_references = count(1)


@dataclass(frozen=True)
class Segment:
    """One submit_sm: payload, data coding, esm_class."""

    payload: bytes
    data_coding: int
    esm_class: int = 0


def segments(text: str) -> list[Segment]:
    """One or more segments, in order; GSM codes stand one to an octet, as most centres expect them."""
    if all(character in GSM_CODES for character in text):
        return _split(bytes(GSM_CODES[c] for c in text), coding=0, single=160, part=153)
    return _split(text.encode("utf-16-be"), coding=UCS2, single=140, part=134)


def _split(raw: bytes, *, coding: int, single: int, part: int) -> list[Segment]:
    if len(raw) <= single:
        return [Segment(raw, coding)]
    pieces = _pieces(raw, part, coding)
    reference = next(_references) % 256
    header = [bytes((5, 0, 3, reference, len(pieces), number)) for number in range(1, len(pieces) + 1)]
    return [Segment(h + piece, coding, CONCATENATED) for h, piece in zip(header, pieces, strict=True)]


def _pieces(raw: bytes, part: int, coding: int) -> list[bytes]:
    found, start = [], 0
    while start < len(raw):
        end = min(start + part, len(raw))
        if coding == UCS2 and end < len(raw) and 0xD8 <= raw[end - 2] <= 0xDB:
            end -= 2  # never between the halves of a surrogate pair
        found.append(raw[start:end])
        start = end
    return found
