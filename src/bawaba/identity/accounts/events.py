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
        "change_user_name",
        "ask_phone",
        "change_phone",
        "add_app",
        "remove_app",
        "make_recovery_codes",
        "end_recovery_codes",
        "use_recovery_code",
        "ask_email",
        "change_email",
        "sign_in",
        "prove",
        "prove_by_passkey",
        "add_passkey",
        "remove_passkey",
        "refuse_passkey",
        "sign_out",
        "sign_out_there",
        "sign_out_others",
        "fail_sign_in",
        "freeze",
        "repudiate",
        "confirm_address",
        "renumber",
    ),
)
