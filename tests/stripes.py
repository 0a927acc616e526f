"""A program on a real socket that answers as docs.stripe.com/api documents: its examples, with our values in them."""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any

from flask import Flask, Response, jsonify, request

from bawaba.core import clock

KEY, SECRET = "sk_test_bawaba", "whsec_bawaba"
SESSION = {"object": "checkout.session", "mode": "payment", "livemode": False, "customer": None, "payment_intent": None, "metadata": {}}  # fmt: skip
CHARGE = {"object": "charge", "captured": True, "disputed": False, "livemode": False, "paid": True, "metadata": {}}
DAY = 86_400
Answer = tuple[dict[str, Any], int]


class Stripe:
    """Sessions, charges, refunds; and what each idempotency key was answered with first."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.charges: list[dict[str, Any]] = []
        self.refunds: list[dict[str, Any]] = []
        self.keys: dict[str, tuple[dict[str, str], Answer]] = {}
        self.refund_status, self.up, self.busy = "succeeded", True, 0
        self._numbers = itertools.count(1)
        self.app = Flask("stripe")
        self.app.add_url_rule("/v1/<path:what>", view_func=self._answer, methods=["GET", "POST"])

    def _answer(self, what: str) -> tuple[Response, int]:
        if not self.up:
            return _error("api_error", 500)
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return _error("invalid_request_error", 401)
        if request.method == "GET":
            listed = {"charges": self._charges, "refunds": self._refunds, "checkout/sessions": self._sessions_of}[
                what
            ]()
            return jsonify({"object": "list", "url": f"/v1/{what}", "has_more": False, "data": listed}), 200
        if self.busy:
            self.busy -= 1
            return _error("idempotency_key_in_use", 409)
        body, status = self._once(what)
        return jsonify(body), status

    def _once(self, what: str) -> Answer:
        """The first answer again; another request under the same key is a mistake."""
        key, sent = request.headers["Idempotency-Key"], request.form.to_dict()
        if key in self.keys:
            before, answer = self.keys[key]
            return answer if before == sent else ({"error": {"type": "idempotency_error"}}, 400)
        answer = {"checkout/sessions": self._session, "refunds": self._refund}[what](sent)
        self.keys[key] = (sent, answer)
        return answer

    def _session(self, sent: dict[str, str]) -> Answer:
        number = f"cs_test_{next(self._numbers)}"
        assert sent["mode"] == "payment"
        self.sessions[number] = {
            **SESSION,
            "id": number,
            "amount_total": int(sent["line_items[0][price_data][unit_amount]"]),
            "currency": sent["line_items[0][price_data][currency]"],
            "client_reference_id": sent["client_reference_id"],
            "payment_status": "unpaid",
            "status": "open",
            "expires_at": int(clock.now().timestamp()) + DAY,
            "payment_intent": None,
            "success_url": sent["success_url"],
            "url": f"https://checkout.stripe.com/c/pay/{number}",
            "transfer_group": sent["payment_intent_data[transfer_group]"],
        }
        return dict(self.sessions[number]), 200

    def _refund(self, sent: dict[str, str]) -> Answer:
        charge = next(one for one in self.charges if one["id"] == sent["charge"])
        if charge["refunded"]:
            return {"error": {"code": "charge_already_refunded", "type": "invalid_request_error"}}, 400
        made = {"id": f"re_{next(self._numbers)}", "object": "refund", "charge": charge["id"], "amount": charge["amount"] - charge["amount_refunded"], "currency": charge["currency"], "status": self.refund_status}  # fmt: skip
        charge |= {"refunded": True, "amount_refunded": charge["amount"]}
        self.refunds.append(made)
        return dict(made), 200

    def _charges(self) -> list[dict[str, Any]]:
        group = request.args["transfer_group"]
        return [one for one in reversed(self.charges) if one["transfer_group"] == group]

    def _sessions_of(self) -> list[dict[str, Any]]:
        return [one for one in self.sessions.values() if one["payment_intent"] == request.args["payment_intent"]]

    def expire(self, number: str) -> dict[str, Any]:
        """A day has passed, or somebody has ended it; the session afterwards."""
        self.sessions[number] |= {"status": "expired", "url": None}
        return self.sessions[number]

    def _refunds(self) -> list[dict[str, Any]]:
        return [one for one in reversed(self.refunds) if one["charge"] == request.args["charge"]]

    def pays(self, reference: str, *, card: str = "succeeded", **other: Any) -> dict[str, Any]:
        """A card on the hosted page: succeeded or failed; the session afterwards."""
        session = next(
            one
            for one in self.sessions.values()
            if one["client_reference_id"] == reference and one["status"] != "expired"
        )
        session["payment_intent"] = session["payment_intent"] or f"pi_{session['id']}"  # made once a card is tried
        made = {**CHARGE, "id": f"ch_{next(self._numbers)}", "amount": session["amount_total"], "currency": session["currency"], "payment_intent": session["payment_intent"], "transfer_group": session["transfer_group"], "status": card, "refunded": False, "amount_refunded": 0}  # fmt: skip
        self.charges.append(made | other)
        if card == "succeeded":
            session |= {"status": "complete", "payment_status": "paid"}
        return session

    def event(self, kind: str, thing: dict[str, Any]) -> bytes:
        """As a webhook sends it."""
        event = {"id": f"evt_{next(self._numbers)}", "object": "event", "type": kind, "livemode": False, "created": int(time.time()), "data": {"object": thing}}  # fmt: skip
        return json.dumps(event, indent=2).encode()


def signed(body: bytes, secret: str = SECRET, age: float = 0) -> dict[str, str]:
    """The header that goes with it."""
    at = str(int(time.time() - age))
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={mac},v0={'0' * 64}"}


def _error(kind: str, status: int) -> tuple[Response, int]:
    return jsonify({"error": {"type": kind}}), status
