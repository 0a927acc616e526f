"""E-services that are pages rather than applications: where a valid sample of each is shown, and at least three refusals."""

import ast
from functools import cache
from pathlib import Path

import pytest

from bawaba.cases.catalogue import services

TESTS = Path(__file__).parents[1]
CASES, PORTAL = "cases/test_appointments.py", "web/portal/test_appointments.py"
OFFERS, VERIFY = "web/portal/test_delegations.py", "web/portal/test_verify.py"
OTHERS, WALLET = "web/portal/test_what_is_others.py", "identity/test_keepsakes.py"
PARCELS = "cases/delivery/test_parcels.py"
SHOWN = {
    "appointments": (
        f"{PORTAL}::test_from_the_region_to_the_slip_by_links_and_forms",
        f"{CASES}::test_what_is_no_slot_cannot_be_had",
        f"{CASES}::test_an_account_that_sleeps_books_nothing",
        f"{PORTAL}::test_tampered_times_and_unknown_offices_book_nothing",
    ),
    "delegation": (
        f"{OFFERS}::test_offered_after_a_review_in_both_languages_and_accepted",
        f"{OFFERS}::test_what_cannot_be_offered_is_said_beside_its_question",
        f"{OFFERS}::test_sami_sees_nothing_and_moves_nothing",
        f"{OFFERS}::test_nobody_acts_for_whom_could_not_log_in_themselves",
    ),
    "document-delivery": (
        f"{PARCELS}::test_a_card_is_paid_for_handed_over_and_followed_to_the_door",
        f"{PARCELS}::test_a_card_that_has_ended_is_not_offered",
        f"{PARCELS}::test_without_an_address_on_record_it_says_so_and_how_to_mend_it",
        f"{PARCELS}::test_the_same_document_is_not_sent_twice_at_once_and_again_once_it_has_arrived",
    ),
    "my-documents": (
        f"{WALLET}::test_the_kept_page_says_until_when_and_the_page_of_the_browser_holds_no_keepsake",
        f"{OTHERS}::test_every_address_of_somebody_elses_thing_is_not_found_and_nothing_happens",
        f"{OTHERS}::test_without_a_log_in_every_one_leads_to_it",
        f"{WALLET}::test_another_persons_session_gives_no_keepsake",
    ),
    "verify-document": (
        f"{VERIFY}::test_a_reference_is_read_as_people_type_it",
        f"{VERIFY}::test_a_reference_that_nobody_has_is_unknown",
        f"{VERIFY}::test_a_revoked_document_says_so_everywhere",
        f"{VERIFY}::test_a_right_seal_of_a_document_that_was_never_issued_is_unknown",
    ),
}


@cache
def functions_in(name: str) -> frozenset[str]:
    """Functions of a test file."""
    tree = ast.parse((TESTS / name).read_text())
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("slug", SHOWN)
def test_a_valid_sample_and_three_refusals_are_shown(slug: str) -> None:
    assert slug in services()
    assert len(SHOWN[slug]) >= 4
    named = [one.partition("::") for one in SHOWN[slug]]
    assert [function for name, _, function in named if function not in functions_in(name)] == []


def test_no_service_that_is_a_page_is_forgotten() -> None:
    """Looking up violations is a page too; its refusals stand with the traffic services."""
    pages = {slug for slug, one in services().items() if one.page}
    assert pages <= {*SHOWN, "violations"}
