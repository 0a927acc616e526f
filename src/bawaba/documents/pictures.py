"""Read the code in a picture, whatever is sent in its place."""

from io import SEEK_END
from typing import BinaryIO

import zxingcpp
from PIL import Image

from bawaba.core.text import Sentence, T

LARGEST = 8 * 2**20  # bytes
PIXELS = 60_000_000  # a telephone of fifty million pixels is taken, a bomb is not
SIDE = 3_000  # enough to read a code from; decoding more costs time and memory
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")

TOO_LARGE = T("الصورة أكبر من 8 ميغابايت. أرسل صورة أصغر.", en="The picture is larger than 8 MB. Send a smaller one.")
NO_PICTURE = T(
    "لم نستطع فتح هذه الصورة. أرسلها بصيغة JPEG أو PNG.", en="This picture cannot be opened. Send it as JPEG or PNG."
)
NO_CODE = T(
    "لم نجد رمزًا في الصورة. قرّب الكاميرا وأعد المحاولة.",
    en="No code was found in the picture. Move closer and try again.",
)


class BadPicture(Sentence):
    """``reason``: size, form, code."""


def code_in(picture: BinaryIO) -> str:
    """The text of the QR code in a file; BadPicture."""
    if _size(picture) > LARGEST:
        raise BadPicture(TOO_LARGE, "size")
    try:
        found = zxingcpp.read_barcodes(_grey(picture), formats=zxingcpp.BarcodeFormat.QRCode)
    except BadPicture:
        raise
    except Image.DecompressionBombError as error:
        raise BadPicture(TOO_LARGE, "size") from error
    except Exception as error:  # a decoder may fail in any way over a file that somebody made to break it
        raise BadPicture(NO_PICTURE, "form") from error
    if not found:
        raise BadPicture(NO_CODE, "code")
    return str(found[0].text)


def _size(picture: BinaryIO) -> int:
    size = picture.seek(0, SEEK_END)
    picture.seek(0)
    return size


def _grey(picture: BinaryIO) -> Image.Image:
    with Image.open(picture, formats=FORMATS) as image:
        if image.width * image.height > PIXELS:
            raise BadPicture(TOO_LARGE, "size")
        image.draft("L", (SIDE, SIDE))
        grey = image.convert("L")
    grey.thumbnail((SIDE, SIDE))
    return grey
