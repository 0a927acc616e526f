"""The attacks that must fail, each with the tests that show it; what is not built yet is named with its issue."""

from dataclasses import dataclass

ACTIVATION = "identity/test_activation.py"
BANK, KIOSK, GUESSING = "attacks/test_as_a_bank.py", "attacks/test_at_a_kiosk.py", "attacks/test_guessing_everywhere.py"
REPLAYED, CONFUSED = "attacks/test_replayed_attestations.py", "attacks/test_confused_tokens.py"
STOLEN = "attacks/test_stolen_keys.py"
LINKS, SPOOFED, WALKING = (
    "attacks/test_links.py",
    "attacks/test_spoofed_addresses.py",
    "attacks/test_walking_numbers_at_a_kiosk.py",
)
AGENCY = "attacks/test_guessing_at_a_relying_party.py"
KEYS = "attacks/test_passkeys_of_staff.py"
WISHES = "attacks/test_wishes_at_a_kiosk.py"
OWN_KEYS = "attacks/test_passkeys_of_people.py"
LOST = "attacks/test_lost_phones.py"
REVEALS_NOTHING, SIGNING_IN = "web/portal/test_registration_reveals_nothing.py", "web/portal/test_signing_in.py"
ONE_LIVE, PHONES = "identity/test_one_live_account.py", "identity/test_phones_of_accounts.py"


@dataclass(frozen=True)
class Attack:
    """One line: ``shown_by`` are tests as file::function below tests/; a race is run with real threads."""

    name: str
    shown_by: tuple[str, ...]
    race: bool = False
    not_built: str = ""


ATTACKS = (
    Attack(
        "register somebody's number with my phone and wait until they activate it",
        (
            f"{ACTIVATION}::test_an_enrolment_made_on_another_phone_never_comes_alive",
            "attacks/test_a_code_of_another_phone.py::test_my_code_does_not_prove_a_victims_phone_whose_budget_is_spent",
            "attacks/test_a_code_of_another_phone.py::test_my_code_does_not_prove_a_phone_that_was_sent_its_own",
        ),
    ),
    Attack(
        "send a victim my QR to take to a kiosk",
        (
            f"{KIOSK}::test_a_victim_who_scans_my_qr_of_their_number_gets_their_own_account",
            f"{KIOSK}::test_a_victim_who_scans_my_qr_of_my_number_opens_nothing",
            f"{KIOSK}::test_a_found_receipt_shows_a_stranger_nothing",
        ),
    ),
    Attack(
        "flood a number with ten thousand enrolments",
        (f"{ONE_LIVE}::test_hostile_enrolments_do_not_slow_the_one_who_is_present",),
    ),
    Attack(
        "walk all numbers on the web",
        (
            f"{REVEALS_NOTHING}::test_unknown_pending_active_deceased_and_blocked_numbers_are_answered_alike",
            f"{SIGNING_IN}::test_whoever_fails_to_log_in_fails_alike_in_all_that_can_be_seen_and_in_the_work_done",
            "web/portal/test_resuming.py::test_found_and_not_found_get_the_same_answer_again_and_again",
        ),
    ),
    Attack(
        "walk all numbers with a stopwatch, on the web, at a kiosk, and with a bank's code",
        ("attacks/test_no_oracle.py::test_what_is_known_of_a_number_shows_neither_in_the_answer_nor_in_its_time",),
    ),
    Attack(
        "walk all numbers at a kiosk with a stolen device key",
        (
            f"{WALKING}::test_unknown_without_biometrics_and_mismatch_have_one_answer_to_the_byte",
            f"{WALKING}::test_five_tries_then_thirty_seconds_each_and_another_kiosk_is_open",
            f"{KIOSK}::test_a_stolen_device_key_without_the_finger_sends_no_text_holds_nothing_and_activates_nobody",
            f"{KIOSK}::test_my_own_finger_and_phone_speak_for_no_other_number_and_no_other_phone",
        ),
    ),
    Attack(
        "walk all numbers as a bank, also for which phone",
        (
            f"{BANK}::test_a_bank_that_walks_numbers_gets_one_answer",
            f"{PHONES}::test_a_bank_hears_one_word_when_its_phone_serves_a_stranger",
        ),
    ),
    Attack(
        "guess codes in parallel on the web and at a kiosk",
        (
            f"{GUESSING}::test_codes_guessed_at_web_and_kiosk_in_the_same_moment_get_five_comparisons_each",
            "identity/test_codes.py::test_forty_parallel_guesses_get_five_comparisons",
            f"{GUESSING}::test_forty_passwords_guessed_at_once_from_one_place_get_ten_comparisons",
        ),
        race=True,
    ),
    Attack("guess codes in parallel at a reset", (), not_built="forgotten passwords: issue 5, item 3"),
    Attack(
        "guess codes in parallel at a relying party's log-in",
        (
            f"{AGENCY}::test_codes_guessed_through_an_agency_and_beside_it_in_the_same_moment_get_five_comparisons",
            f"{AGENCY}::test_passwords_guessed_through_agencies_and_beside_them_are_one_row_and_close_nothing_to_the_owner",
            f"{AGENCY}::test_passwords_guessed_where_an_agency_wants_a_new_proof_count_as_well",
        ),
    ),
    Attack(
        "use a relying party's code twice, late, elsewhere, or with a stolen one's verifier",
        (
            "web/oidc/test_codes.py::test_of_many_at_once_one_redeems_a_code_and_whoever_comes_second_ends_it",
            "web/oidc/test_codes.py::test_a_code_without_what_belongs_to_it_is_worth_nothing",
            "web/oidc/test_codes.py::test_a_code_is_nobody_elses",
            "web/oidc/test_requests.py::test_nobody_is_sent_to_an_address_that_is_not_the_agencys_own",
        ),
    ),
    Attack(
        "pump codes with a stolen counter key, or with numbers that nobody asked for",
        (
            f"{STOLEN}::test_a_stolen_counter_key_pumps_no_codes_beyond_three_for_each_statement_of_its_cap",
            "identity/test_sms_pump.py::test_a_pump_of_five_hundred_numbers_is_stopped_at_the_cap_and_told_of_before",
            "identity/test_pumped_codes.py::test_fewer_than_three_in_ten_of_fifty_is_a_pump",
        ),
    ),
    Attack(
        "burn a victim's texts",
        (
            f"{GUESSING}::test_strangers_who_burn_the_texts_of_a_phone_stop_no_log_in_of_its_owner",
            "identity/test_codes.py::test_each_kind_of_code_has_its_own_budget",
        ),
    ),
    Attack(
        "burn a victim's password tries",
        (
            f"{GUESSING}::test_guesses_by_number_and_by_name_are_one_row_and_close_no_browser_of_the_owner",
            "identity/test_login.py::test_a_hundred_misses_of_strangers_close_the_password_for_strangers_only",
            f"{SPOOFED}::test_the_cookie_of_another_browser_is_no_known_device_of_mine",
        ),
    ),
    Attack(
        "rebind through a hijacked online bank account",
        (
            f"{BANK}::test_a_hijacked_online_bank_account_rebinds_nothing",
            f"{BANK}::test_a_code_from_a_hijacked_bank_is_dead_once_its_owner_was_present",
        ),
    ),
    Attack(
        "bank first, to a recycled phone",
        (
            f"{BANK}::test_the_new_holder_of_a_recycled_phone_has_five_birth_dates_and_no_more",
            f"{BANK}::test_a_bank_first_code_takes_no_phone_that_serves_another_by_now",
        ),
    ),
    Attack(
        "a clerk activates strangers",
        (
            f"{BANK}::test_a_clerk_has_a_name_or_states_nothing",
            f"{BANK}::test_not_you_flags_the_clerk_who_activated_a_stranger",
            f"{BANK}::test_what_a_clerk_opened_for_himself_falls_to_whoever_is_present",
        ),
    ),
    Attack(
        "a clerk activates many strangers at once",
        (f"{BANK}::test_a_clerk_who_states_twelve_at_once_stays_within_the_cap",),
        race=True,
    ),
    Attack(
        "replay a statement: byte for byte, signed again, from elsewhere, for another visit, too late",
        (
            f"{REPLAYED}::test_the_same_bytes_under_the_same_key_get_the_stored_answer",
            f"{REPLAYED}::test_the_same_statement_under_another_key_is_refused_for_ever",
            f"{REPLAYED}::test_a_jti_signed_again_is_refused",
            f"{REPLAYED}::test_another_attestor_cannot_send_it",
            f"{REPLAYED}::test_a_challenge_is_for_one_visit_of_one_kiosk_and_one_use",
            f"{REPLAYED}::test_the_clocks_window",
        ),
    ),
    Attack(
        "replay a statement many times in one moment",
        (f"{REPLAYED}::test_twenty_parallel_calls_under_one_key_have_one_effect_and_one_answer",),
        race=True,
    ),
    Attack(
        "use a stolen bank key",
        (
            f"{BANK}::test_a_stolen_bank_key_that_was_replaced_opens_nothing",
            f"{BANK}::test_a_closed_bank_is_heard_nowhere_and_what_it_began_waits_for_presence",
            f"{BANK}::test_a_stolen_bank_key_is_no_kiosk_and_no_other_bank",
            f"{STOLEN}::test_closing_a_key_closes_the_keys_that_a_thief_introduced_with_it",
            f"{STOLEN}::test_a_closed_key_is_dead_for_what_it_began_and_an_ended_one_is_not",
            f"{STOLEN}::test_a_closed_clerk_states_nothing_and_what_he_began_waits_for_presence",
            f"{STOLEN}::test_every_activation_since_the_compromise_is_listed_and_says_nothing_of_anybody",
            f"{STOLEN}::test_the_accounts_of_a_compromise_are_suspended_with_a_case_and_told",
        ),
    ),
    Attack(
        "state with a stolen key in the second in which it is closed",
        (f"{STOLEN}::test_nothing_is_committed_once_the_switch_was_thrown",),
        race=True,
    ),
    Attack(
        "take a kiosk away: use its device key, its open visit, its binding code",
        (
            f"{STOLEN}::test_a_closed_kiosk_is_dead_for_good_with_the_visit_that_was_open_in_it",
            f"{STOLEN}::test_a_code_that_was_given_out_dies_with_its_attestor",
            "identity/test_quarantine.py::test_in_quarantine_it_does_nothing_but_report_and_name_the_others",
            "identity/test_keys_of_attestors.py::test_whoever_has_the_public_half_only_enrols_nothing",
        ),
    ),
    Attack(
        "use one binding code for many devices",
        ("identity/test_keys_of_attestors.py::test_one_code_used_by_twelve_at_once_enrols_one",),
        race=True,
    ),
    Attack(
        "lift a quarantine alone",
        ("identity/test_quarantine.py::test_confirmed_and_refused_by_many_in_the_same_second_one_wins",),
        race=True,
    ),
    Attack(
        "two kiosks and a bank in the same second",
        (
            f"{ONE_LIVE}::test_two_kiosks_and_a_bank_in_the_same_second_make_one_account",
            f"{ONE_LIVE}::test_two_enrolments_of_one_number_activated_in_the_same_second_wait_in_no_ring",
        ),
        race=True,
    ),
    Attack(
        "kill the process at each step of an activation",
        (
            "identity/test_all_or_nothing.py::test_killed_at_a_step_nothing_happened_and_the_same_call_again_does_it",
            "identity/test_all_or_nothing.py::test_killed_after_the_commit_everything_happened_and_the_answer_is_kept",
            "faults/test_kill_nine.py::test_kill_nine_loses_no_message_and_activates_nobody_twice",
        ),
    ),
    Attack(
        "evict a phone's owner by borrowing it",
        (
            f"{KIOSK}::test_a_borrowed_phone_takes_no_account_from_its_owner",
            f"{KIOSK}::test_a_borrowed_phone_full_of_registrations_evicts_no_registration_of_its_owner",
            f"{PHONES}::test_a_strangers_phone_is_recycled_after_ninety_days",
        ),
    ),
    Attack(
        "take one phone for two accounts in the same moment",
        (f"{PHONES}::test_two_strangers_who_proved_one_phone_in_the_same_moment_do_not_both_get_it",),
        race=True,
    ),
    Attack(
        "suspend a rebound owner from the old phone, again and again",
        (
            "identity/test_repudiation.py::test_an_old_phone_cannot_suspend_the_rebound_owner",
            f"{LINKS}::test_an_old_phone_that_suspends_again_and_again_ends_at_the_counter",
            f"{LINKS}::test_links_of_an_old_phone_that_were_never_pressed_die_at_the_counter",
            f"{LINKS}::test_an_e_mail_of_before_can_suspend_until_an_officer_has_seen_the_owner_and_then_only_freeze",
            f"{LINKS}::test_the_old_phones_password_and_code_are_dead_after_the_rebind",
        ),
    ),
    Attack(
        "a mail scanner opens every link",
        (f"{LINKS}::test_a_mail_scanner_that_opens_every_link_moves_nothing",),
    ),
    Attack(
        "confuse algorithm, key, type, audience or encryption of a token",
        (
            f"{CONFUSED}::test_a_confused_statement_is_refused",
            f"{CONFUSED}::test_a_confused_call_is_refused",
            f"{CONFUSED}::test_a_statement_for_another_audience_is_refused",
            f"{CONFUSED}::test_a_key_of_another_attestor_signs_nothing_of_mine",
            f"{CONFUSED}::test_a_personal_part_that_is_sealed_otherwise_is_refused",
        ),
    ),
    Attack(
        "change the key of a rate limit by X-Forwarded-For or anything else that a request says of itself",
        (
            f"{SPOOFED}::test_ten_misses_close_the_place_whatever_it_calls_itself",
            f"{SPOOFED}::test_one_place_gets_twenty_five_codes_whatever_it_calls_itself",
        ),
    ),
    Attack(
        "enter a desk with anything but its officer's own key, here and now",
        (
            f"{KEYS}::test_an_answer_that_was_sent_before_opens_nothing_here_or_elsewhere",
            f"{KEYS}::test_an_answer_given_to_another_site_opens_nothing",
            f"{KEYS}::test_an_answer_for_another_domain_or_within_a_strangers_frame_opens_nothing",
            f"{KEYS}::test_another_officers_key_opens_only_their_own_desk",
            f"{KEYS}::test_one_credential_belongs_to_one_officer",
            f"{KEYS}::test_a_counter_that_goes_back_is_a_copied_key_and_is_noted",
            f"{KEYS}::test_touched_by_anybody_is_not_enough",
            f"{KEYS}::test_who_is_no_longer_in_service_has_a_key_that_opens_nothing",
            f"{KEYS}::test_half_of_an_answer_and_noise_open_nothing_and_break_nothing",
        ),
    ),
    Attack(
        "replay a passkey's answer many times in one moment",
        (f"{KEYS}::test_one_answer_sent_many_times_in_one_moment_opens_one_desk",),
        race=True,
    ),
    Attack(
        "log in with anything but one's own passkey, here and now",
        (
            f"{OWN_KEYS}::test_an_answer_that_was_sent_before_opens_nothing_here_or_elsewhere",
            f"{OWN_KEYS}::test_an_answer_given_to_another_site_opens_nothing",
            f"{OWN_KEYS}::test_an_answer_for_another_domain_or_within_a_strangers_frame_opens_nothing",
            f"{OWN_KEYS}::test_somebody_elses_key_opens_only_their_own_account",
            f"{OWN_KEYS}::test_one_credential_belongs_to_one_account",
            f"{OWN_KEYS}::test_a_key_of_staff_opens_no_account_and_a_key_of_people_no_desk",
            f"{OWN_KEYS}::test_a_counter_that_goes_back_is_a_copied_key_and_is_noted_once_an_answer",
            f"{OWN_KEYS}::test_touched_by_anybody_is_not_enough",
            f"{OWN_KEYS}::test_half_of_an_answer_and_noise_open_nothing_and_break_nothing",
            "web/portal/test_by_passkey.py::test_a_rebind_ends_every_passkey",
        ),
    ),
    Attack(
        "replay the answer of a person's passkey many times in one moment",
        (f"{OWN_KEYS}::test_one_answer_sent_many_times_in_one_moment_opens_one_session",),
        race=True,
    ),
    Attack(
        "log in with a passkey in the second in which it is removed, or its account rebound",
        (
            f"{OWN_KEYS}::test_a_log_in_in_the_moment_of_a_rebind_leaves_no_session",
            f"{OWN_KEYS}::test_a_log_in_in_the_moment_of_its_keys_removal_comes_before_it_or_not_at_all",
        ),
        race=True,
    ),
    Attack(
        "pause or close somebody's account at a kiosk: with another finger, another kiosk's key, another visit, a replay, after its time",
        (
            f"{WISHES}::test_another_finger_moves_nothing",
            f"{WISHES}::test_a_visit_of_somebody_else_closes_nobody_elses",
            f"{WISHES}::test_another_kiosk_and_another_visit",
            f"{WISHES}::test_byte_for_byte_gets_the_first_answer_and_anything_else_is_refused",
            f"{WISHES}::test_after_exp_and_after_the_visit",
            f"{WISHES}::test_a_statement_of_one_kind_is_none_of_the_other",
        ),
    ),
    Attack(
        "close an account that was taken over before its owner hears of it",
        (
            "web/portal/test_my_closing.py::test_whoever_took_it_over_does_not_close_it",
            f"{WISHES}::test_a_frozen_account_is_not_closed_without_an_officer",
        ),
    ),
    Attack(
        "accept a delegation in the second in which its receiver's death is reported",
        ("identity/test_dying.py::test_a_death_and_a_delegation_accepted_in_the_same_moment",),
        race=True,
    ),
    Attack(
        "lift a suspension without its holder, alone, or in one's own case",
        (
            "web/desk/test_reviewing.py::test_nothing_is_lifted_before_the_holder_was_attended",
            "web/desk/test_reviewing.py::test_whoever_attended_or_is_flagged_does_not_decide_also_after_a_change_of_role",
            "web/desk/test_reviewing.py::test_nobody_reads_or_decides_their_own_or_their_familys",
            "web/desk/test_reviewing.py::test_a_suspended_account_without_a_case_is_bound_to_nobody",
        ),
    ),
    Attack(
        "recover somebody's account with less than two methods, or with another's",
        (
            f"{LOST}::test_one_method_and_an_e_mail_are_not_enough",
            f"{LOST}::test_a_used_code_of_the_sheet_proves_nothing_in_another_recovery",
            f"{LOST}::test_a_sheet_of_mine_proves_nothing_of_yours",
            f"{LOST}::test_a_code_of_another_purpose_or_another_phone_is_not_taken",
            f"{LOST}::test_nobody_goes_on_with_a_recovery_that_another_browser_began",
            f"{LOST}::test_the_link_alone_leads_nobody_back",
            f"{LOST}::test_a_mail_scanner_that_opens_the_links_of_a_recovery_moves_nothing",
            "identity/recovery/test_lost_phone.py::test_before_its_time_nothing_finishes_it",
        ),
    ),
    Attack(
        "vouch twice, after one's tie was revoked, for a stranger, or for a phone of one's own",
        (
            f"{LOST}::test_a_relative_who_approves_twice_is_one_method",
            f"{LOST}::test_after_a_revocation_no_word_counts",
            f"{LOST}::test_a_relative_who_has_the_sheet_too_cannot_take_it_to_their_own_phone",
            f"{LOST}::test_a_relative_is_no_relative_of_whoever_did_not_name_them",
        ),
    ),
    Attack(
        "keep the owner from recovering: begin hundreds, type wrong codes, prove one first",
        (
            f"{LOST}::test_hundreds_of_hostile_beginnings_and_wrong_codes_stop_nobodys_own",
            f"{LOST}::test_from_one_address_five_wrong_codes_and_then_it_waits",
            f"{LOST}::test_a_visit_to_a_kiosk_ends_what_waits",
            f"{LOST}::test_whoever_was_out_everywhere_since_has_ended_it_before_a_worker_hears_of_it",
            f"{LOST}::test_not_you_of_the_used_code_suspends_and_ends_it",
            f"{LOST}::test_a_second_recovery_cannot_be_proven_beside_the_one_that_waits",
        ),
    ),
    Attack(
        "prove, stop and complete a recovery in the same second",
        (
            f"{LOST}::test_one_code_of_the_sheet_in_many_recoveries_at_once_proves_one",
            f"{LOST}::test_two_methods_in_the_same_moment_let_it_wait_once",
            f"{LOST}::test_of_two_recoveries_proven_in_the_same_moment_one_waits",
            f"{LOST}::test_the_button_that_stops_and_the_last_step_in_the_same_moment_end_one_way",
            f"{LOST}::test_a_word_and_its_revocation_in_the_same_moment_come_one_after_the_other",
        ),
        race=True,
    ),
    Attack(
        "make a bank rebind an account under the name of a recovery",
        (
            "identity/recovery/test_renewed_attestation.py::test_without_a_recovery_that_waits_for_this_phone_nothing_happens",
            "identity/recovery/test_renewed_attestation.py::test_two_banks_are_one_method",
            "identity/recovery/test_renewed_attestation.py::test_a_bank_whose_facts_differ_proves_nothing",
        ),
    ),
    Attack(
        "walk all numbers at the door of the recovery",
        (
            "web/portal/test_recovering.py::test_pending_active_blocked_and_unknown_are_answered_alike_by_the_same_statements",
        ),
    ),
)
