"""An SMTP server that keeps every mail for the mailbox page."""

from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller

from bawaba_sandbox.messages import Messages


class Keep:
    """aiosmtpd's handler."""

    def __init__(self, messages: Messages) -> None:
        """Where they go."""
        self._messages = messages

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """One mail."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        for recipient in envelope.rcpt_tos:
            self._messages.add_mail(
                recipient, str(mail["From"]), str(mail["Subject"]), body.get_content() if body else ""
            )
        return "250 kept"


def relay(messages: Messages, host: str, port: int) -> Controller:
    """Not yet started."""
    return Controller(Keep(messages), hostname=host, port=port)
