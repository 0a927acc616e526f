"""What can happen to an account."""

from bawaba.identity.accounts.lifecycle import ACCOUNT
from bawaba.journal.catalogue import declare

declare(
    "account",
    (
        *ACCOUNT.moves,
        "prefer",
        "lose_phone",
        "choose_password",
        "change_password",
        "sign_in",
        "prove",
        "sign_out",
        "fail_sign_in",
        "freeze",
        "repudiate",
        "confirm_address",
        "renumber",
    ),
)
