"""What an installation decides, read from BAWABA_* variables; any of them may come from a file named in BAWABA_*_FILE."""

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "BAWABA_"


class FromFiles(PydanticBaseSettingsSource):
    """Secrets mounted as files: BAWABA_SMS_PASSWORD_FILE=/run/secrets/sms holds the value of sms_password."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The file's text for one field."""
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        return (Path(path).read_text().strip() if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Every field that has a file."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


class Environment(BaseSettings):
    """Every setting of our own; docs/operate/settings.md explains each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    public_url: str = "http://localhost:8000"
    database_url: str = "sqlite:///var/bawaba.sqlite3"
    keyring_file: Path = Path("var/keyring.json")
    static_dir: Path = Path("var/static")
    content_dir: Path = Path(__file__).parents[3] / "content"
    notice_ar: str = ""
    notice_en: str = ""
    log_level: str = "INFO"
    trusted_proxies: int = 0
    certificate_proxies: str = ""
    kiosk_minimum_version: str = ""
    engine: Literal["auto", "embedded", "procrastinate"] = "auto"

    register_backend: str = "bawaba.connectors.register.http.HttpRegister"
    register_url: str = "http://127.0.0.1:8020/register/v1"
    register_key: str = "demo-register-key"

    matcher_backend: str = "bawaba.connectors.matcher.osia.OsiaMatcher"
    matcher_url: str = ""  # empty: the register compares fingers itself
    matcher_key: str = ""

    sms_backend: str = "bawaba.connectors.sms.smpp.SmppCentre"
    sms_address: str = "127.0.0.1:2775"
    sms_system_id: str = "bawaba"
    sms_password: str = "demo-sms"
    sms_sender: str = "Bawaba"

    email_url: str = "smtp://127.0.0.1:2525"
    email_from: str = "no-reply@bawaba.example"

    payment_backend: str = "bawaba.connectors.payment.hosted.HostedPayments"
    payment_url: str = "http://127.0.0.1:8020/pay/v1"
    payment_key: str = "demo-payment-key"
    payment_secret: str = ""  # of its notices, where the connector wants one
    payment_pages: str = "http://localhost:8020"  # where the browser may be sent to pay

    delivery_backend: str = "bawaba.connectors.delivery.http.HttpCourier"
    delivery_url: str = "http://127.0.0.1:8020/courier/v1"
    delivery_key: str = "demo-delivery-key"

    push_services: str = (
        "fcm.googleapis.com push.services.mozilla.com push.apple.com notify.windows.com"  # empty: not offered
    )

    staff_synced_passkeys: bool = False  # a key that its maker's cloud copies is taken from staff

    identifier_check: Literal["reject", "warn"] = "reject"
    phone_countries: str = "SA,AE,KW,BH,QA,OM"
    stranger_sends_an_hour: int = Field(default=15_000, ge=1)
    stranger_sends_a_day: int = Field(default=100_000, ge=1)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Explicit values first, then variables, then files."""
        return init_settings, env_settings, FromFiles(settings_cls)
