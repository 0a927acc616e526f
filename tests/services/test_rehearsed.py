"""The rehearsal of the catalogue leaves no e-service out."""

from bawaba.cases.catalogue import services
from bawaba_sandbox.rehearsal.catalogue import AT_DESK, CATALOGUE


def test_every_service_is_rehearsed() -> None:
    assert set(services()) == set(CATALOGUE) | set(AT_DESK)
    assert not set(CATALOGUE) & set(AT_DESK)
