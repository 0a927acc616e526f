"""What a person's wishes mean for a message; values in, verdict out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bawaba.core.clock import RIYADH
from bawaba.messaging.shelf import MessageTemplate

HOURS = range(24)
LEADS = (2, 24, 48, 168)  # hours before an appointment
USUAL_LEAD = 24
TO_ACT_IN = timedelta(hours=2)  # who learns of a deadline later than this before it can do little


@dataclass(frozen=True)
class Wishes:
    """How and when what is not urgent comes. ``quiet``: from and to, hours of the country's day; None is never."""

    case: frozenset[str] = frozenset({"sms"})
    reminder: frozenset[str] = frozenset({"sms"})
    reminders: bool = True
    lead_hours: int = USUAL_LEAD
    quiet: tuple[int, int] | None = None
    case_push: bool = True  # browsers that were allowed to be woken; without one it means nothing
    reminder_push: bool = True


def channels_for(template: MessageTemplate, asked: tuple[str, ...], wishes: Wishes) -> tuple[str, ...]:
    """By which channels it goes; a letter is left in any case. What was meant for the inbox alone stays there."""
    if template.always or not {"sms", "email"} & set(asked):
        return asked
    letter = tuple(one for one in asked if one == "inbox")
    if template.kind == "reminder" and not wishes.reminders:
        return letter or ("inbox",)
    wanted = getattr(wishes, template.kind)
    return (*letter, *sorted(wanted)) or ("inbox",)


def wakes(template: MessageTemplate, wishes: Wishes | None) -> bool:
    """Whether a letter in the inbox also wakes the browsers of its reader."""
    if template.kind == "registration" or not template.wakes:
        return False  # whoever registers or is bound anew has allowed no browser yet: nobody is asked
    if wishes is None or template.always:
        return True
    return wishes.case_push if template.kind == "case" else wishes.reminders and wishes.reminder_push


def goes_by(template: MessageTemplate, channel: str, wishes: Wishes) -> bool:
    """Whether what waits for its hour still goes this way."""
    return (
        wakes(template, wishes) if channel == "push" else channel in channels_for(template, ("inbox", channel), wishes)
    )


def held_until(template: MessageTemplate, deadline: datetime | None, wishes: Wishes, now: datetime) -> datetime | None:
    """When it may go; None: at once. A deadline that comes before one could act is never kept from anybody."""
    if template.always:
        return None
    opens = quiet_ends(now, wishes.quiet)
    if opens is None or (deadline is not None and deadline < opens + TO_ACT_IN):
        return None
    return opens


def quiet_ends(now: datetime, quiet: tuple[int, int] | None) -> datetime | None:
    """The end of the quiet hours in which ``now`` lies; None outside of them. From and to alike are no hours at all."""
    if quiet is None or quiet[0] == quiet[1]:
        return None
    here, (begins, ends) = now.astimezone(RIYADH), quiet
    over_midnight = begins > ends
    inside = here.hour >= begins or here.hour < ends if over_midnight else begins <= here.hour < ends
    if not inside:
        return None
    day = here.date() + timedelta(days=int(over_midnight and here.hour >= begins))
    return datetime.combine(day, time(ends), RIYADH).astimezone(now.tzinfo)
