"""The rehearsal of the catalogue leaves no automatic e-service out."""

from bawaba.cases.catalogue import services
from bawaba.cases.deciding import automatically
from bawaba_sandbox.rehearsal.catalogue import CATALOGUE, SCENES


def test_every_service_that_no_second_person_takes_part_in_is_rehearsed() -> None:
    alone = {
        slug
        for slug, one in services().items()
        if not one.page and one.decide is automatically and one.counterparty is None
    }
    assert alone == set(SCENES)


def test_so_are_appointments() -> None:
    assert set(CATALOGUE) - set(SCENES) == {"appointments"}
