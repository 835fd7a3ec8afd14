"""The business account that the simulator plays Meta for: its number, its secrets, its templates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Mapping

MESSAGING_PRODUCT = "whatsapp"
# The country code that Meta puts before a number without a plus sign.
COUNTRY_CODE = "62"


@dataclass(frozen=True)
class Template:
    """An approved template; `{{1}}` and so on in the body are its variables."""

    name: str
    language: str
    body: str
    quick_replies: tuple[str, ...] = ()

    @property
    def variables(self) -> int:
        return len(set(re.findall(r"\{\{(\d+)\}\}", self.body)))

    def filled(self, values: list[str]) -> str:
        text = self.body
        for position, value in enumerate(values, 1):
            text = text.replace(f"{{{{{position}}}}}", value)
        return text


@dataclass(frozen=True)
class Account:
    """What both sides agree on. `display_phone` is in digits, country code first."""

    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    access_token: str = field(repr=False)
    phone_number_id: str
    display_phone: str
    business_id: str = "200000000000001"
    verified_name: str = "Banpol"
    templates: tuple[Template, ...] = ()
    # Further numbers of the same business: Meta's id → the number itself.
    others: Mapping[str, str] = field(default_factory=dict)

    def display(self, account: str = "") -> str:
        """The number behind an id of Meta's; the first one for an empty id."""
        return self.others.get(account, self.display_phone)

    def has(self, account: str) -> bool:
        return account == self.phone_number_id or account in self.others

    def owns(self, number: str) -> bool:
        """Whether a number is one of the service itself."""
        return number == self.display_phone or number in self.others.values()

    def template(self, name: str, language: str) -> Template | None:
        for template in self.templates:
            if (template.name, template.language) == (name, language):
                return template
        return None
