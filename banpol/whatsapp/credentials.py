"""Settings of the number as credentials.yml gives them to the Rasa channel."""

from __future__ import annotations

from typing import Any, Mapping

from environs import Env

from banpol.settings import PREFIX, SettingProblem, WhatsAppSettings

NEEDED = ("phone_number_id", "app_secrets", "verify_token", "access_token")
OPTIONAL = {
    "graph_url": "https://graph.facebook.com",
    "api_version": "v23.0",
    "media_hosts": "graph.facebook.com,lookaside.fbsbx.com",
    "other_numbers": "",
    "typing": "true",
    "scan": "",
    "transcribe": "",
    "whatsapp_failed": "",
    "tell_name": "false",
}


def settings_from(credentials: Mapping[str, Any]) -> WhatsAppSettings:
    """The optional ones may also come from the environment. Raises SettingProblem."""
    given = {name: _written(credentials.get(name)) for name in (*NEEDED, *OPTIONAL)}
    for name in NEEDED:
        if not given[name]:
            raise SettingProblem(f"`{name}` is missing; write it under the channel's name in credentials.yml")
    for name, value in given.items():
        if "${" in value:
            raise SettingProblem(
                f"`{name}` in credentials.yml was not filled in: write ${{…}} without quotes"
            )
    env = Env(prefix=f"{PREFIX}WHATSAPP_")
    optional = {
        name: given[name] or env.str(name.upper().removeprefix("WHATSAPP_"), usual)
        for name, usual in OPTIONAL.items()
    }
    return WhatsAppSettings(
        phone_number_id=given["phone_number_id"],
        app_secrets=tuple(given["app_secrets"].split(",")),
        verify_token=given["verify_token"],
        access_token=given["access_token"],
        graph_url=optional["graph_url"].rstrip("/"),
        api_version=optional["api_version"],
        media_hosts=tuple(optional["media_hosts"].split(",")),
        other_numbers=tuple(filter(None, optional["other_numbers"].replace(" ", "").split(","))),
        typing=optional["typing"].lower() not in ("false", "no", "0"),
        scan=optional["scan"],
        transcribe=optional["transcribe"],
        whatsapp_failed=optional["whatsapp_failed"],
        tell_name=optional["tell_name"].lower() in ("true", "yes", "1"),
    )


def _written(value: Any) -> str:
    """YAML gives numbers and truth values where nobody wrote quotes."""
    return "" if value is None else str(value).strip()
