"""What the channel API answers when it cannot do what was asked: stable slugs, a status, and nothing about anybody."""

from dataclasses import dataclass


@dataclass
class ChannelProblem(Exception):
    """RFC 9457: ``slug`` becomes ``urn:bawaba:problem:<slug>``; ``detail`` is for developers, never about a person."""

    slug: str
    status: int
    detail: str = ""
    retry_after: int | None = None

    def __str__(self) -> str:
        """For the log."""
        return self.slug


def bad_statement(detail: str) -> ChannelProblem:
    """The statement or token cannot be accepted: wrong key, algorithm, type, audience or shape."""
    return ChannelProblem("statement-invalid", 400, detail)


def unauthorised(detail: str) -> ChannelProblem:
    """The caller could not be recognised."""
    return ChannelProblem("not-authorised", 401, detail)


def register_down(seconds: int = 30) -> ChannelProblem:
    """Nothing was consumed: the same call may be repeated."""
    return ChannelProblem("register-unavailable", 503, "The register does not answer; repeat the same call.", seconds)
