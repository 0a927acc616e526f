"""What the sandbox needs to know: where it keeps things, and the keys it shares with the portal."""

import os
from dataclasses import dataclass, field
from pathlib import Path


def _env(name: str, default: str) -> str:
    return os.environ.get(f"BAWABA_SANDBOX_{name}", default)


@dataclass(frozen=True)
class Config:
    """Read from BAWABA_SANDBOX_* variables."""

    folder: Path = field(default_factory=lambda: Path(_env("DIR", "var/demo/sandbox")))
    url: str = field(default_factory=lambda: _env("URL", "http://localhost:8020"))
    portal: str = field(default_factory=lambda: _env("PORTAL", "http://localhost:8000"))
    kiosk: str = field(default_factory=lambda: _env("KIOSK", "http://localhost:8010"))
    register_key: str = field(default_factory=lambda: _env("REGISTER_KEY", "demo-register-key"))
    payment_key: str = field(default_factory=lambda: _env("PAYMENT_KEY", "demo-payment-key"))
    delivery_key: str = field(default_factory=lambda: _env("DELIVERY_KEY", "demo-delivery-key"))
    matcher_key: str = field(default_factory=lambda: _env("MATCHER_KEY", "demo-matcher-key"))
    sms_password: str = field(default_factory=lambda: _env("SMS_PASSWORD", "demo-sms"))
    smpp_port: int = field(default_factory=lambda: int(_env("SMPP_PORT", "2775")))
    smtp_port: int = field(default_factory=lambda: int(_env("SMTP_PORT", "2525")))
    matcher: str = field(default_factory=lambda: _env("MATCHER", "auto"))
    seed: int = field(default_factory=lambda: int(_env("SEED", "7")))
