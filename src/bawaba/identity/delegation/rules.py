"""Pure decisions about delegations."""

from datetime import date, timedelta

from bawaba.core.text import Sentence, T

LONGEST = timedelta(days=366)


class CannotDelegate(Sentence):
    """The offer cannot be made, and why."""


def check_offer(*, giver_number: str, receiver_number: str, services: tuple[str, ...], today: date, last: date) -> None:
    """Raise CannotDelegate unless the offer makes sense; nothing here knows whether the receiver exists."""
    if receiver_number == giver_number:
        raise CannotDelegate(T("هذا رقمك أنت.", en="This is your own number."), "self")
    if not services:
        raise CannotDelegate(T("اختر خدمة واحدة على الأقل.", en="Choose at least one service."), "services")
    if last < today:
        raise CannotDelegate(T("اليوم الأخير قد مضى.", en="The last day has passed."), "past")
    if last > today + LONGEST:
        raise CannotDelegate(T("أقصى مدة للتفويض سنة.", en="A delegation lasts a year at most."), "long")
