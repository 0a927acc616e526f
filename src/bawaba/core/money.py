"""Money as integer halalas and an ISO currency; never a float."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, order=True)
class Money:
    """An amount in the smallest unit."""

    halalas: int
    currency: str = "SAR"

    def __post_init__(self) -> None:
        """A float, or a bool, is a mistake of the caller."""
        if type(self.halalas) is not int:
            raise TypeError("halalas are whole")

    def __add__(self, other: Self) -> "Money":
        """Amounts of one currency."""
        if self.currency != other.currency:
            raise ValueError("two currencies")
        return Money(self.halalas + other.halalas, self.currency)

    def plain(self) -> str:
        """1,234.50, or 1,234 when there is nothing behind the point."""
        whole, rest = divmod(abs(self.halalas), 100)
        sign = "-" if self.halalas < 0 else ""
        return f"{sign}{whole:,}.{rest:02d}" if rest else f"{sign}{whole:,}"


def sar(riyals: int) -> Money:
    """So many whole riyals."""
    return Money(riyals * 100)
