"""Every setting, its environment name, its default, and a clear refusal when one is missing or wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, TypeVar

from environs import Env, EnvError

PREFIX = "BANPOL_"
T = TypeVar("T")


class SettingProblem(Exception):
    """A setting is missing or wrong; the sentence says which one and how to set it."""


@dataclass(frozen=True)
class WhatsAppSettings:
    """What Meta calls this number and how the two of us know each other."""

    phone_number_id: str
    app_secrets: tuple[str, ...] = field(
        repr=False
    )  # the first one signs today; older ones during a rotation
    verify_token: str = field(repr=False)
    access_token: str = field(repr=False)
    graph_url: str = "https://graph.facebook.com"
    api_version: str = "v23.0"
    media_hosts: tuple[str, ...] = ("graph.facebook.com", "lookaside.fbsbx.com")
    other_numbers: tuple[str, ...] = ()  # further numbers of ours that are served by the same process
    typing: bool = True  # read receipt and typing indicator while an answer is being made
    # Programs of the installation, written `package.module.function`; empty means there is none.
    scan: str = ""
    transcribe: str = ""
    whatsapp_failed: str = ""
    # Whether a Rasa project reads the writer's profile name; it then stands in that project's tracker.
    tell_name: bool = False

    @property
    def accounts(self) -> tuple[str, ...]:
        """All our numbers, the first of them being the one for what nobody asked for."""
        return (self.phone_number_id, *self.other_numbers)


@dataclass(frozen=True)
class Settings:
    """All settings that do not belong to one channel."""

    data_dir: Path
    database_url: str
    keys_dir: Path
    models_dir: Path
    media_dir: Path
    project_dir: Path
    host: str = "127.0.0.1"
    gateway_port: int = 8080
    simulator_port: int = 8090
    console_port: int = 8070
    console_hosts: tuple[str, ...] = ()  # further names the console answers to, behind a proxy
    boundaries: Path | None = None
    bundle_quiet_seconds: float = 1.5
    bundle_max_seconds: float = 6.0
    demo: bool = False


def read_settings(environment: Env | None = None) -> Settings:
    """The settings of this process. Raises SettingProblem."""
    env = environment or Env(prefix=PREFIX)
    project = Path(__file__).resolve().parent.parent
    data_dir = Path(_one(env, "DATA_DIR", env.str, str(project / "var")))
    return Settings(
        data_dir=data_dir,
        database_url=_one(env, "DATABASE_URL", env.str, f"sqlite:///{data_dir / 'banpol.db'}"),
        keys_dir=Path(_one(env, "KEYS_DIR", env.str, str(data_dir / "keys"))),
        models_dir=Path(_one(env, "MODELS_DIR", env.str, str(project / "models"))),
        media_dir=Path(_one(env, "MEDIA_DIR", env.str, str(data_dir / "media"))),
        project_dir=project,
        host=_one(env, "HOST", env.str, "127.0.0.1"),
        gateway_port=_one(env, "GATEWAY_PORT", env.int, 8080),
        simulator_port=_one(env, "SIMULATOR_PORT", env.int, 8090),
        console_port=_one(env, "CONSOLE_PORT", env.int, 8070),
        console_hosts=tuple(_one(env, "CONSOLE_HOSTS", env.str, "").replace(",", " ").split()),
        boundaries=_path(_one(env, "BOUNDARIES", env.str, "")),
        bundle_quiet_seconds=_one(env, "BUNDLE_QUIET_SECONDS", env.float, 1.5),
        bundle_max_seconds=_one(env, "BUNDLE_MAX_SECONDS", env.float, 6.0),
        demo=_one(env, "DEMO", env.bool, False),
    )


def read_whatsapp(environment: Env | None = None) -> WhatsAppSettings:
    """The settings of the WhatsApp number. Raises SettingProblem: without them no process may start."""
    env = environment or Env(prefix=PREFIX)
    return WhatsAppSettings(
        phone_number_id=_needed(env, "WHATSAPP_PHONE_NUMBER_ID"),
        app_secrets=tuple(_needed(env, "WHATSAPP_APP_SECRETS").split(",")),
        verify_token=_needed(env, "WHATSAPP_VERIFY_TOKEN"),
        access_token=_needed(env, "WHATSAPP_ACCESS_TOKEN"),
        graph_url=_one(env, "WHATSAPP_GRAPH_URL", env.str, "https://graph.facebook.com").rstrip("/"),
        api_version=_one(env, "WHATSAPP_API_VERSION", env.str, "v23.0"),
        media_hosts=tuple(
            _one(env, "WHATSAPP_MEDIA_HOSTS", env.str, "graph.facebook.com,lookaside.fbsbx.com").split(",")
        ),
        other_numbers=tuple(filter(None, _one(env, "WHATSAPP_OTHER_NUMBERS", env.str, "").split(","))),
        typing=_one(env, "WHATSAPP_TYPING", env.bool, True),
        scan=_one(env, "WHATSAPP_SCAN", env.str, ""),
        transcribe=_one(env, "WHATSAPP_TRANSCRIBE", env.str, ""),
        whatsapp_failed=_one(env, "WHATSAPP_FAILED", env.str, ""),
    )


@dataclass(frozen=True)
class AlertSettings:
    """Who is told of alerts, and how; that it would be nobody is refused in service."""

    mails: tuple[str, ...] = field(default=(), repr=False)
    webhooks: tuple[str, ...] = field(default=(), repr=False)
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "banpol@localhost"
    console_url: str = ""  # how the team's browsers reach the console; default: host and port


def read_alerts(environment: Env | None = None) -> AlertSettings:
    """The settings of alerts. Raises SettingProblem."""
    env = environment or Env(prefix=PREFIX)
    return AlertSettings(
        mails=tuple(_one(env, "ALERT_MAILS", env.str, "").replace(",", " ").split()),
        webhooks=tuple(_one(env, "ALERT_WEBHOOKS", env.str, "").replace(",", " ").split()),
        smtp_url=_one(env, "SMTP_URL", env.str, ""),
        mail_from=_one(env, "ALERT_FROM", env.str, "banpol@localhost"),
        console_url=_one(env, "CONSOLE_URL", env.str, "").rstrip("/"),
    )


def _one(env: Env, name: str, read: Callable[..., T], default: T) -> T:
    try:
        value = read(name, default)
    except EnvError as error:
        raise SettingProblem(f"setting {PREFIX}{name} is wrong: {error}") from None
    if isinstance(value, str) and ("\n" in value or "\r" in value):
        raise SettingProblem(f"setting {PREFIX}{name} holds a line break; write it on one line")
    return value


def _needed(env: Env, name: str) -> str:
    value = _one(env, name, env.str, "").strip()
    if not value:
        raise SettingProblem(
            f"setting {PREFIX}{name} is missing; set it in the environment (deploy/demo.env shows all)"
        )
    return value


def _path(value: str) -> Path | None:
    return Path(value) if value else None
