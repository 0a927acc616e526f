"""Numbers of the synthetic people: unique, scattered, with check digits where one is published."""

import base64
import hashlib

from stdnum import luhn

STEP = 48_271_009  # coprime to the moduli: numbers are scattered and never meet
MOST = 90_000_000  # persons of a population; beyond it stand the people made during rehearsals
MOBILE = ("50", "53", "54", "55", "56", "58", "59")
SPARE_MOBILE = "51"


def identifier_of(population: str, index: int) -> tuple[str, str]:
    """Kind and number of the index-th person."""
    if population in {"visitor", "gcc_citizen"}:
        return "border_number", f"{'4' if population == 'gcc_citizen' else '3'}{index * STEP % 999_999_937:09d}"
    first = "1" if population == "citizen" else "2"
    body = f"{first}{index * STEP % 99_999_989:08d}"
    return ("national_id" if first == "1" else "iqama"), body + luhn.calc_check_digit(body)


def phone_of(index: int) -> str:
    """A mobile of their own, E.164, unique up to 70 million."""
    block, rest = divmod(index, 10_000_000)
    return f"+966{SPARE_MOBILE if index >= MOST else MOBILE[block % len(MOBILE)]}{rest:07d}"


def person_key(seed: int, index: int) -> str:
    """Opaque and stable."""
    raw = hashlib.sha256(f"person:{seed}:{index}".encode()).digest()
    return base64.b32encode(raw).decode().rstrip("=").lower()[:32]
