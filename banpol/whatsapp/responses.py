"""The few sentences that the carrier says by itself, read from data/responses, without Rasa."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

import yaml

STORED, TROUBLE = "utter_pesan_tersimpan", "utter_gangguan"


class SentenceMissing(Exception):
    """A response that the carrier needs is not there; the sentence says which and where it belongs."""


def read_responses(folder: Path) -> Mapping[str, str]:
    """The first text of every response in the folder's YAML files. Raises SentenceMissing."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.yml")):
        try:
            document = yaml.safe_load(file.read_text(encoding="utf-8"))
        except yaml.YAMLError:
            raise SentenceMissing(f"{file} is no valid YAML, so its responses cannot be read") from None
        responses = document.get("responses") if isinstance(document, dict) else None
        if isinstance(responses, dict):
            found.update({str(name): _first_text(variations) for name, variations in responses.items()})
    return found


def sentence(responses: Mapping[str, str], name: str) -> str:
    """Raises SentenceMissing."""
    text = responses.get(name, "").strip()
    if not text:
        raise SentenceMissing(f"response {name} is missing; write it in data/responses")
    return text


def _first_text(variations: Any) -> str:
    first = variations[0] if isinstance(variations, list) and variations else None
    text = first.get("text") if isinstance(first, dict) else None
    return text if isinstance(text, str) else ""
