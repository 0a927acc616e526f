"""ICAO 9303 check digits of a passport's second line (weights 7, 3, 1)."""

from itertools import cycle

LINE_LENGTH = 44
VALUES = {character: number for number, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}


def check_digit(field: str) -> int:
    """The check digit of a field; KeyError for a character outside of the machine-readable set."""
    return sum(VALUES[character] * weight for character, weight in zip(field, cycle((7, 3, 1)))) % 10


def check_mrz_line(line: str) -> bool:
    """Whether the five check digits of a TD3 second line hold."""
    text = line.strip().upper()
    if len(text) != LINE_LENGTH or any(character not in VALUES for character in text):
        return False
    whole = text[0:10] + text[13:20] + text[21:43]
    optional = "0" if text[28:43] == "<" * 15 else text[42]  # an unused field may leave its check digit out
    pairs = (
        (text[0:9], text[9]),
        (text[13:19], text[19]),
        (text[21:27], text[27]),
        (text[28:42], optional),
        (whole, text[43]),
    )
    return all(expected == str(check_digit(field)) for field, expected in pairs)
