"""The sandbox as one WSGI application: register, banks, payment provider, courier, an agency, phones, mailboxes, start page."""

import json
from typing import Any

from flask import Flask

from bawaba_sandbox.abis.pages import blueprint as abis
from bawaba_sandbox.bank.pages import blueprint as bank
from bawaba_sandbox.bank.store import Banks
from bawaba_sandbox.config import Config
from bawaba_sandbox.courier.pages import blueprint as courier
from bawaba_sandbox.courier.store import Parcels
from bawaba_sandbox.mail.pages import blueprint as mail
from bawaba_sandbox.messages import Messages
from bawaba_sandbox.municipality.pages import blueprint as municipality
from bawaba_sandbox.pay.pages import blueprint as pay
from bawaba_sandbox.pay.store import Payments
from bawaba_sandbox.phones.pages import blueprint as phones
from bawaba_sandbox.push.pages import blueprint as push
from bawaba_sandbox.push.store import Nudges
from bawaba_sandbox.register.cast import PARTS
from bawaba_sandbox.register.matchers.choosing import matcher
from bawaba_sandbox.register.pages import blueprint as register
from bawaba_sandbox.register.people import identifier_of, person_key
from bawaba_sandbox.register.store import Store
from bawaba_sandbox.start.pages import blueprint as start

BLUEPRINTS = (register, abis, bank, pay, courier, phones, mail, push, municipality, start)


def create_app(config: Config | None = None, **extensions: Any) -> Flask:
    """The application; ``extensions`` replace parts in tests (an attestor that talks in-process)."""
    chosen = config or Config()
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(SANDBOX=chosen, REGISTER_KEY=chosen.register_key, SECRET_KEY="sandbox-" + chosen.register_key)
    app.config.update(SESSION_COOKIE_NAME="sandbox", SESSION_COOKIE_SAMESITE="Lax")
    messages = Messages(chosen.folder / "messages.sqlite3")
    app.extensions |= {
        "register": Store(chosen.folder / "register.sqlite3"),
        "messages": messages,
        "payments": Payments(chosen.folder / "payments.sqlite3"),
        "parcels": Parcels(chosen.folder / "parcels.sqlite3"),
        "nudges": Nudges(chosen.folder / "push.sqlite3"),
        "banks": Banks(chosen),
        "switches": {},
        "gone": {},
        "matcher": matcher(chosen.matcher),
        "cast": cast_list(chosen.seed),
    } | extensions
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def cast_list(seed: int) -> list[dict[str, Any]]:
    """Who is in the cast, with number and person key."""
    found = []
    for part in PARTS:
        kind, number = identifier_of(part.population, part.number)
        found.append(
            {
                "slug": part.slug,
                "ar": f"{part.ar[0]} {part.ar[3]}",
                "en": f"{part.en[0]} {part.en[3]}",
                "said_ar": part.said[0],
                "said_en": part.said[1],
                "population": part.population,
                "kind": kind,
                "number": number,
                "phone": f"+96650{part.number:07d}",
                "person_key": person_key(seed, part.number),
            }
        )
    return found


def wsgi() -> Flask:
    """For granian."""
    return create_app()


def cast_as_json(seed: int) -> str:
    """For the terminal and for rehearsals."""
    return json.dumps(cast_list(seed), ensure_ascii=False, indent=1)
