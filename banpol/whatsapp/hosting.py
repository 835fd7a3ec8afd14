"""What hosts the channel inside Rasa's server: an installation's own parts, or plain ones for any project.

`hosted_by` in credentials.yml names a function `package.module.function` that takes the credentials and gives
a Hosting. Without it the plain hosting is used, which needs nothing but a folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Mapping, cast

from banpol.post.turns import Patience
from banpol.whatsapp.carrier import CarrierSetup
from banpol.whatsapp.hooks import Hooks, named_function

PLAIN = "banpol.whatsapp.plain_hosting.hosting"


def usual_patience() -> Patience:
    """How long a run of bubbles waits for the next one, where nobody says otherwise."""
    return Patience(timedelta(seconds=1.5), timedelta(seconds=6))


@dataclass(frozen=True)
class Hosting:
    """`trouble` is said when a turn fails for good; empty: nothing is said."""

    setup: CarrierSetup
    trouble: str = ""
    patience: Patience = field(default_factory=usual_patience)


def hosting_from(credentials: Mapping[str, Any]) -> Hosting:
    """Raises SettingProblem, DatabaseProblem, CryptoError."""
    make = named_function(str(credentials.get("hosted_by") or PLAIN), "hosted_by")
    found = cast(Hosting, make(credentials))
    Hooks.from_settings(found.setup.settings)  # a misspelt hook is said here, not at the first file
    return found
