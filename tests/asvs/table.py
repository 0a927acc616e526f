"""Chapters 6, 7 and 10 of ASVS 5.0 as `research/security.md` §9 lists them: each with its level and the tests that show it."""

from dataclasses import dataclass

HERE, PASSWORDS = "asvs/test_accounts_and_sessions.py", "web/portal/test_passwords.py"
CODES, LOGIN, GATE = "identity/test_codes.py", "identity/test_login.py", "identity/test_gate.py"
SIGNING, SECOND, PHONE = (
    "web/portal/test_signing_in.py",
    "web/portal/test_second_step.py",
    "web/portal/test_my_phone.py",
)
OWN, STAFF, PROVING = (
    "attacks/test_passkeys_of_people.py",
    "attacks/test_passkeys_of_staff.py",
    "web/portal/test_proving.py",
)
TOKENS, REQUESTS, PROGRAMS = "web/oidc/test_codes.py", "web/oidc/test_requests.py", "web/oidc/test_programs.py"
PROMPTS, REVOKING, GONE = "web/oidc/test_prompts.py", "web/oidc/test_revoking.py", "web/oidc/test_logging_out.py"
FLOW, MINE, MOST = "web/oidc/test_flow.py", "web/portal/test_my_account.py", "identity/test_most_sessions.py"
CONFUSED, FACTORS, GUESSING = (
    "attacks/test_confused_tokens.py",
    "identity/test_factors_of_people.py",
    "attacks/test_guessing_everywhere.py",
)
BOUND, AGAIN = "web/portal/test_codes_of_one_log_in.py", "web/portal/test_confirming.py"


@dataclass(frozen=True)
class Line:
    """``shown_by``: tests as file::function below tests/. A line without any says why in ``not_here``; ``lacks`` is what is still to do."""

    id: str
    level: int
    says: str
    shown_by: tuple[str, ...] = ()
    not_here: str = ""
    lacks: str = ""


LINES = (
    Line(
        "6.1.1",
        1,
        "limits never let a stranger lock an owner out, and are documented",
        (
            f"{LOGIN}::test_a_hundred_misses_of_strangers_close_the_password_for_strangers_only",
            f"{GUESSING}::test_guesses_by_number_and_by_name_are_one_row_and_close_no_browser_of_the_owner",
            "config/test_limits.py::test_the_page_of_limits_is_true_and_complete",
        ),
    ),
    Line(
        "6.2.1, 6.2.5, 6.2.9",
        1,
        "8 characters by code point, 64 and more taken, nothing demanded of the letters",
        (
            f"{PASSWORDS}::test_length_counts_and_nothing_is_demanded_of_its_letters",
            f"{PASSWORDS}::test_a_password_that_is_too_long_is_told_so_and_not_cut",
            f"{GATE}::test_less_than_a_complete_proof_opens_nothing",
        ),
    ),
    Line(
        "6.2.2, 6.2.3",
        1,
        "changed by its owner, who types who they are first",
        (
            f"{MINE}::test_a_new_password_ends_every_other_session_at_its_next_request",
            f"{MINE}::test_long_after_logging_in_the_password_is_asked_for_again",
        ),
    ),
    Line(
        "6.2.4, 6.2.11, 6.2.12",
        2,
        "common, breached, and words of the portal, in both scripts and all digits",
        (
            f"{PASSWORDS}::test_three_thousand_common_ones_are_refused",
            f"{PASSWORDS}::test_what_is_short_known_or_about_its_owner_is_refused_with_its_reason",
        ),
    ),
    Line(
        "6.2.6, 6.2.7",
        1,
        "fields of passwords take what is pasted",
        (f"{PASSWORDS}::test_fields_of_passwords_take_what_is_pasted_and_let_managers_fill_them",),
    ),
    Line(
        "6.2.8",
        1,
        "compared as it was typed: nothing cut, composed alike",
        (
            f"{PASSWORDS}::test_nothing_is_cut_off_where_other_hashes_do",
            f"{PASSWORDS}::test_one_text_composed_in_two_ways_is_one_password",
            f"{PASSWORDS}::test_a_longer_text_that_begins_like_the_password_opens_nothing",
        ),
    ),
    Line("6.2.10", 2, "no rotation", (f"{PASSWORDS}::test_a_password_does_not_age",)),
    Line(
        "6.3.1",
        1,
        "guessing is bounded",
        (
            f"{GUESSING}::test_forty_passwords_guessed_at_once_from_one_place_get_ten_comparisons",
            f"{CODES}::test_forty_parallel_guesses_get_five_comparisons",
        ),
    ),
    Line("6.3.2", 1, "no default accounts", (f"{HERE}::test_a_fresh_installation_has_nobody_in_it",)),
    Line(
        "6.3.3",
        2,
        "two factors for people, a verified passkey alone for officers",
        (
            f"{GATE}::test_less_than_a_complete_proof_opens_nothing",
            f"{FACTORS}::test_no_second_factor_opens_anything_without_the_password",
            f"{STAFF}::test_touched_by_anybody_is_not_enough",
        ),
    ),
    Line(
        "6.3.4",
        2,
        "every way in is documented, and there is no other",
        (
            f"{HERE}::test_the_page_of_ways_in_is_what_the_gates_let_in",
            f"{GATE}::test_only_the_gates_issue_sessions_and_only_their_doors_call_them",
            f"{GATE}::test_only_one_path_issues_tokens_to_agencies_and_it_begins_with_a_session_of_the_gate",
            f"{GATE}::test_no_page_of_allauth_hangs_anywhere",
        ),
    ),
    Line(
        "6.3.5, 6.3.7",
        3,
        "a new device and every change is told to every address, the old one too",
        (
            "web/portal/test_new_device.py::test_a_second_device_is_told_to_phone_and_confirmed_e_mail_in_plain_words",
            "web/portal/test_new_device.py::test_after_five_in_a_day_one_message_says_that_there_are_more_and_the_history_lists_all",
            f"{PHONE}::test_the_old_phone_and_the_e_mail_are_told_and_either_can_stop_it",
            f"{MINE}::test_the_holder_is_told_and_can_say_that_it_was_not_them",
            "web/portal/test_my_email.py::test_its_button_binds_it_and_old_and_new_address_and_phone_are_told",
        ),
    ),
    Line(
        "6.3.6",
        3,
        "e-mail is never a factor",
        (
            f"{HERE}::test_no_way_in_names_e_mail_and_the_gate_refuses_it",
            f"{HERE}::test_no_code_of_a_log_in_goes_to_an_e_mail_address",
        ),
    ),
    Line(
        "6.3.8",
        3,
        "whoever fails is answered alike",
        (
            f"{SIGNING}::test_whoever_fails_to_log_in_fails_alike_in_all_that_can_be_seen_and_in_the_work_done",
            "attacks/test_no_oracle.py::test_what_is_known_of_a_number_shows_neither_in_the_answer_nor_in_its_time",
        ),
    ),
    Line(
        "6.4.1",
        1,
        "codes that open an account expire, work once, and never become the password",
        (
            f"{CODES}::test_codes_that_open_have_eighty_and_handles_a_hundred_and_twenty_eight_bits",
            "web/portal/test_first_login.py::test_an_hour_later_a_used_opening_code_is_a_wrong_one",
            f"{HERE}::test_the_opening_code_is_no_password",
        ),
    ),
    Line("6.4.2", 1, "no security questions, no hints", (f"{HERE}::test_no_text_asks_a_secret_question",)),
    Line(
        "6.4.3, 6.4.4",
        2,
        "a lost factor is replaced by presence, which ends what was before",
        (
            f"{SECOND}::test_after_a_rebind_neither_app_nor_codes_of_before_are_there",
            "identity/test_activation.py::test_a_bank_never_rebinds",
            "web/portal/test_by_passkey.py::test_a_rebind_ends_every_passkey",
        ),
    ),
    Line("6.4.5", 3, "renewal of expiring factors", not_here="No factor of ours expires by its age."),
    Line(
        "6.4.6",
        3,
        "nobody but its holder sets or sees a password",
        (f"{HERE}::test_passwords_are_set_at_the_portals_door_alone",),
    ),
    Line(
        "6.5.1",
        2,
        "each code works once",
        (
            f"{CODES}::test_only_the_newest_code_counts_and_a_used_one_never_again",
            f"{CODES}::test_a_right_code_typed_in_parallel_is_used_once",
            f"{SECOND}::test_a_step_that_was_used_is_over_in_every_browser_and_so_are_those_before_it",
            f"{SECOND}::test_one_code_by_eight_at_once_opens_one_session",
        ),
    ),
    Line(
        "6.5.2, 6.5.3, 6.5.4",
        2,
        "random, kept under a key outside the database, 20 bits at least",
        (
            f"{CODES}::test_a_dump_verifies_no_guess",
            "web/portal/test_my_recovery_codes.py::test_nothing_readable_of_them_is_kept",
            "web/portal/test_my_recovery_codes.py::test_ten_codes_of_sixty_bits_are_shown_once_on_a_page_for_paper",
            "web/portal/test_my_app.py::test_the_secret_lies_nowhere_in_clear",
        ),
    ),
    Line(
        "6.5.5",
        2,
        "five minutes by message, a time step by app",
        (
            f"{CODES}::test_a_code_lives_five_minutes",
            f"{CODES}::test_a_code_beyond_ten_minutes_does_not_start",
            f"{SECOND}::test_one_that_is_further_off_does",
        ),
    ),
    Line(
        "6.5.6",
        3,
        "every factor is revocable at once",
        (
            "web/portal/test_my_passkeys.py::test_phone_and_e_mail_are_told_of_a_removal_and_the_key_opens_nothing_more",
            f"{SECOND}::test_an_app_that_is_removed_while_its_code_is_read_opens_nothing",
            f"{SECOND}::test_codes_of_before_the_new_ones_are_over",
        ),
    ),
    Line(
        "6.5.7",
        3,
        "a finger opens nothing without the phone",
        (
            "attacks/test_at_a_kiosk.py::test_a_stolen_device_key_without_the_finger_sends_no_text_holds_nothing_and_activates_nobody",
            "attacks/test_at_a_kiosk.py::test_my_own_finger_and_phone_speak_for_no_other_number_and_no_other_phone",
        ),
    ),
    Line(
        "6.5.8",
        3,
        "the portal's own clock alone",
        (f"{FACTORS}::test_one_step_around_now_is_taken_by_the_portals_own_clock",),
    ),
    Line(
        "6.6.1",
        2,
        "messages: to the account's phone, with the risk and the stronger way on the same page, and a plan to leave them",
        (
            f"{SECOND}::test_without_an_app_the_message_comes_as_ever_and_the_page_offers_the_app",
            "web/portal/test_my_app.py::test_settings_say_that_messages_are_the_weaker_way_until_there_is_an_app",
            f"{HERE}::test_there_is_a_plan_to_leave_messages",
        ),
    ),
    Line(
        "6.6.2",
        2,
        "a code is of its account, its purpose and its phone; a log-in that waits is of its browser",
        (
            f"{SIGNING}::test_the_code_of_one_account_does_not_open_another",
            f"{SIGNING}::test_a_second_click_with_another_code_or_later_or_elsewhere_finds_nothing",
            f"{PHONE}::test_a_code_of_one_phone_binds_no_other",
            f"{HERE}::test_a_code_for_one_purpose_is_no_code_for_another",
            f"{SECOND}::test_the_name_alone_never_leads_to_the_second_step",
            f"{BOUND}::test_a_code_sent_for_one_browser_opens_nothing_in_another",
            f"{BOUND}::test_nor_in_a_browser_whose_own_code_could_not_be_sent_yet",
            f"{BOUND}::test_two_tabs_of_one_browser_wait_for_one_code",
            f"{BOUND}::test_failures_in_all_browsers_are_one_row",
            f"{AGAIN}::test_a_code_of_one_session_proves_nothing_in_another_and_two_tabs_share_theirs",
            f"{AGAIN}::test_a_code_to_log_in_proves_nothing_and_a_code_to_prove_logs_nobody_in",
        ),
    ),
    Line(
        "6.6.3",
        2,
        "guesses at codes are counted",
        (
            f"{LOGIN}::test_after_five_wrong_codes_the_right_one_is_dead",
            f"{CODES}::test_asking_for_new_codes_forgives_nothing",
            f"{SECOND}::test_forty_guesses_at_one_log_in_get_five_comparisons",
        ),
    ),
    Line(
        "6.7.1",
        3,
        "trust anchors are not changed by the program",
        not_here="The portal keeps no certificates of people's devices: a passkey is registered without attestation.",
    ),
    Line(
        "6.7.2",
        3,
        "challenges of 64 bits and more, each used once",
        (
            f"{HERE}::test_challenges_have_a_hundred_and_twenty_eight_bits_and_never_repeat",
            f"{OWN}::test_one_answer_sent_many_times_in_one_moment_opens_one_session",
        ),
    ),
    Line(
        "6.8.1, 6.8.3",
        2,
        "identities of other providers",
        not_here="The portal takes no log-in of another provider: it is one.",
    ),
    Line(
        "6.8.2",
        2,
        "unsigned, confused and foreign signatures are refused",
        (
            f"{CONFUSED}::test_a_confused_statement_is_refused",
            f"{PROGRAMS}::test_a_signature_of_anything_but_a_registered_key_is_refused",
        ),
    ),
    Line(
        "6.8.4",
        2,
        "strength and moment of the log-in are told, and enforced where they are asked for",
        (
            f"{PROMPTS}::test_max_age_counts_from_the_last_proof",
            f"{REVOKING}::test_an_agency_that_needs_more_assurance_is_told_that_there_is_less",
            f"{SECOND}::test_a_session_opened_by_paper_or_app_is_told_to_agencies_as_it_was",
        ),
    ),
    Line(
        "7.1.1, 7.1.3",
        2,
        "lives of sessions, and of log-ins at agencies, are documented as they are",
        (
            "config/test_limits.py::test_the_page_of_limits_is_true_and_complete",
            f"{FLOW}::test_the_words_on_the_page_and_the_limits_say_the_same",
        ),
    ),
    Line(
        "7.1.2",
        2,
        "five sessions at once; one more ends the one used longest ago",
        (
            f"{MOST}::test_the_sixth_ends_the_one_used_longest_ago_and_says_so_in_the_history",
            f"{MOST}::test_log_ins_at_agencies_end_with_the_session_that_made_room_and_no_others",
            f"{MOST}::test_of_eight_log_ins_at_once_five_stay",
        ),
    ),
    Line(
        "7.2.1, 7.2.2",
        1,
        "sessions are judged on the server, by random keys",
        (f"{LOGIN}::test_what_idled_out_is_dead_although_the_browser_kept_the_cookie",),
    ),
    Line("7.2.3", 1, "128 bits at least", (f"{HERE}::test_session_keys_have_a_hundred_and_twenty_eight_bits",)),
    Line(
        "7.2.4",
        1,
        "a new key at each log-in, proof and activation; the old one is dead",
        (
            f"{SIGNING}::test_a_fresh_key_after_the_password_and_another_after_the_code",
            f"{SIGNING}::test_a_planted_session_key_is_not_taken_over",
            f"{HERE}::test_a_proof_gives_the_session_a_new_key_and_the_old_one_is_dead",
            f"{HERE}::test_a_first_log_in_takes_no_planted_key",
        ),
    ),
    Line(
        "7.3.1, 7.3.2",
        2,
        "fifteen minutes without a request, twelve hours in all",
        (
            f"{LOGIN}::test_a_session_idles_out_after_fifteen_minutes",
            f"{LOGIN}::test_a_session_ends_after_twelve_hours_however_busy",
            f"{MINE}::test_a_proof_does_not_lengthen_the_total_life_of_the_session",
        ),
    ),
    Line(
        "7.4.1, 7.4.2",
        1,
        "logging out, a suspension and a new password count at the next request",
        (
            f"{LOGIN}::test_logging_out_ends_the_session_on_the_server",
            f"{GATE}::test_a_parallel_browser_is_out_at_its_next_request",
            f"{REVOKING}::test_access_and_refresh_tokens_and_a_waiting_code_are_dead_at_once",
        ),
    ),
    Line(
        "7.4.3",
        2,
        "a change of a factor ends other sessions, or offers to",
        (
            f"{MINE}::test_a_new_password_ends_every_other_session_at_its_next_request",
            f"{PHONE}::test_other_devices_are_out_this_one_stays_and_sensitive_services_wait",
        ),
    ),
    Line(
        "7.4.4",
        2,
        "logging out is on every page",
        (f"{HERE}::test_every_page_of_somebody_logged_in_has_the_button_to_log_out",),
    ),
    Line(
        "7.4.5",
        2,
        "an operator ends the sessions of one, and of everybody",
        (
            f"{HERE}::test_an_operator_logs_one_out_everywhere_and_nobody_else",
            f"{HERE}::test_an_operator_logs_everybody_out_with_all_that_agencies_hold",
        ),
    ),
    Line(
        "7.5.1",
        2,
        "phone, password, e-mail, name and factors change after a fresh proof",
        (
            f"{MINE}::test_long_after_logging_in_the_password_is_asked_for_again",
            f"{PHONE}::test_long_after_logging_in_the_password_comes_first_and_then_it_is_done",
            "web/portal/test_my_email.py::test_long_after_logging_in_the_password_comes_first_and_then_it_is_sent",
            "web/portal/test_my_passkeys.py::test_adding_and_removing_ask_for_a_fresh_proof_and_the_removal_then_goes_on",
            "web/portal/test_my_app.py::test_long_after_logging_in_the_password_comes_first",
        ),
    ),
    Line(
        "7.5.2",
        2,
        "everybody sees and ends their sessions",
        (
            "web/portal/test_my_sessions.py::test_each_session_has_its_device_network_and_times",
            "web/portal/test_my_sessions.py::test_logging_out_there_holds_at_the_next_request_and_is_one_event",
        ),
    ),
    Line(
        "7.5.3",
        3,
        "what is sensitive asks for a proof of the last five minutes: password and second step, or a passkey",
        (
            f"{PROVING}::test_later_the_password_is_asked_and_then_it_is_submitted_without_another_click",
            "identity/test_waiting.py::test_services_that_move_money_persons_or_vehicles_are_among_the_sensitive_ones",
            f"{HERE}::test_a_proof_is_good_for_less_than_twenty_minutes",
            f"{AGAIN}::test_the_password_alone_opens_nothing",
            f"{AGAIN}::test_the_gate_takes_nothing_less_than_a_log_in",
            f"{AGAIN}::test_with_an_app_its_code_is_asked_and_no_message_is_sent",
            f"{AGAIN}::test_whoever_sits_in_a_session_spends_no_message_of_the_log_in",
            f"{AGAIN}::test_the_life_of_a_proof_has_a_maximum",
            "web/portal/test_by_passkey.py::test_it_proves_again_who_one_is_instead_of_the_password",
        ),
    ),
    Line(
        "7.6.1",
        2,
        "an agency's max_age and prompt are kept",
        (
            f"{PROMPTS}::test_prompt_login_wants_a_proof_of_after_the_request",
            f"{PROMPTS}::test_max_age_counts_from_the_last_proof",
        ),
    ),
    Line(
        "7.6.2",
        2,
        "no session comes about silently",
        (
            f"{PROMPTS}::test_prompt_none_shows_no_page_whatever_is_missing",
            f"{REQUESTS}::test_whoever_is_not_logged_in_comes_to_the_one_log_in_of_the_portal",
        ),
    ),
    Line(
        "10.1.1, 10.1.2",
        2,
        "tokens go to whom they are for; state and nonce are bound",
        (
            f"{TOKENS}::test_a_code_is_nobody_elses",
            f"{PROGRAMS}::test_programs_get_json_that_nobody_keeps_and_no_cookie",
        ),
    ),
    Line("10.2.1 - 10.2.3", 2, "duties of a client", not_here="The portal is no OAuth client."),
    Line(
        "10.3.1 - 10.3.4",
        2,
        "UserInfo takes access tokens of its own alone, and tells by scope and consent",
        (
            f"{TOKENS}::test_a_token_of_one_agency_is_no_token_of_another_and_an_identity_token_is_none_at_all",
            f"{FLOW}::test_an_agency_learns_nothing_that_its_file_does_not_let_it_ask",
            f"{REVOKING}::test_what_an_operator_takes_away_from_an_agency_is_not_told_from_then_on",
            f"{GONE}::test_a_logout_token_is_no_hint_and_no_access_token",
        ),
    ),
    Line(
        "10.3.5",
        3,
        "sender-constrained tokens",
        not_here="Level 3 for programs of partners: no interface of the portal but UserInfo takes a token, and it lives ten minutes.",
    ),
    Line(
        "10.4.1",
        1,
        "exact redirects",
        (f"{REQUESTS}::test_nobody_is_sent_to_an_address_that_is_not_the_agencys_own",),
    ),
    Line(
        "10.4.2, 10.4.3",
        1,
        "a code works once, within a minute",
        (
            f"{TOKENS}::test_a_code_lives_a_minute",
            f"{TOKENS}::test_the_second_use_is_refused_and_ends_what_the_first_one_gave",
            f"{TOKENS}::test_of_many_at_once_one_redeems_a_code_and_whoever_comes_second_ends_it",
        ),
    ),
    Line("10.4.4", 1, "no other grants", (f"{PROGRAMS}::test_there_are_two_grants_and_no_other",)),
    Line(
        "10.4.5, 10.4.8",
        2,
        "refresh tokens rotate, their reuse ends everything, and they end absolutely",
        (
            f"{TOKENS}::test_a_refresh_token_works_once_and_its_second_use_ends_everything",
            f"{TOKENS}::test_refreshing_ends_twelve_hours_after_the_log_in",
        ),
    ),
    Line(
        "10.4.6",
        2,
        "PKCE by S256 alone",
        (f"{REQUESTS}::test_what_is_wrong_is_told_to_the_agency_and_nobody_is_logged_in",),
    ),
    Line(
        "10.4.7",
        2,
        "registering clients",
        not_here="Nobody registers by themselves: an operator loads a file.",
    ),
    Line(
        "10.4.9",
        2,
        "tokens are revoked by their person, and given back by their agency",
        (
            f"{REVOKING}::test_a_withdrawn_consent_is_asked_for_anew_and_keeps_the_name",
            "web/oidc/test_giving_back.py::test_either_token_ends_the_log_in_whatever_the_hint_says",
            "web/oidc/test_giving_back.py::test_another_agencys_token_is_left_alone_and_answered_like_an_unknown_one",
        ),
    ),
    Line(
        "10.4.10",
        2,
        "agencies prove who they are",
        (
            f"{PROGRAMS}::test_a_wrong_secret_an_unknown_name_and_no_secret_at_all_hear_the_same",
            f"{PROGRAMS}::test_one_way_of_proving_is_not_exchanged_for_the_other",
        ),
    ),
    Line(
        "10.4.11",
        2,
        "an agency has the scopes of its file and no others",
        (f"{FLOW}::test_an_agency_learns_nothing_that_its_file_does_not_let_it_ask",),
    ),
    Line(
        "10.4.12 - 10.4.16",
        3,
        "pushed requests and signed proofs, by agency",
        (
            f"{PROGRAMS}::test_whoever_must_push_cannot_ask_by_the_address",
            f"{PROGRAMS}::test_a_signature_by_a_registered_key_will_do",
            f"{PROGRAMS}::test_an_assertion_works_once",
        ),
    ),
    Line(
        "10.5.1 - 10.5.5",
        2,
        "nonce, issuer and audience stand in what is signed; logout tokens are of their own kind",
        (
            "web/oidc/test_basic_op.py::test_OIDCCIdTokenSignature",
            f"{GONE}::test_every_agency_of_the_session_is_told_once_and_no_other",
            f"{GONE}::test_a_logout_token_is_no_hint_and_no_access_token",
        ),
    ),
    Line(
        "10.6.1, 10.6.2",
        2,
        "one response type; nobody is logged out by a link",
        (
            "web/oidc/test_basic_op.py::test_OIDCCResponseTypeMissing",
            f"{GONE}::test_opening_the_link_logs_nobody_out_and_the_button_does",
            f"{GONE}::test_nobody_is_led_to_an_address_that_is_not_registered",
        ),
    ),
    Line(
        "10.7.1 - 10.7.3",
        2,
        "consent is shown, listed and revocable",
        (
            f"{FLOW}::test_somebody_logs_in_agrees_and_the_agency_learns_who_they_are",
            f"{FLOW}::test_more_than_was_allowed_is_asked_for_again",
            f"{REVOKING}::test_a_second_click_on_withdraw_finds_it_done",
            f"{REVOKING}::test_nobody_withdraws_or_sees_anothers_consent",
        ),
    ),
)
