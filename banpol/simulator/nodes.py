"""Looks into a request's JSON; each look names its path and refuses a wrong value as Meta does."""

from __future__ import annotations

from typing import Any, Sequence

from banpol.simulator.graph_errors import invalid, missing, unexpected


class Node:
    """One JSON object and where in the request it stands."""

    def __init__(self, value: dict[str, Any], path: str = "") -> None:
        self.value, self.path = value, path

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        return self.value.get(name) is not None

    def only(self, *names: str) -> None:
        """Refuses keys that Meta does not know; a misspelt one would else be lost without a word."""
        for key in self.value:
            if key not in names:
                raise unexpected(f'Unexpected key "{key}" on param "{self.path or "message"}".')

    def text(self, name: str, most: int, *, tidy: bool = False) -> str:
        """A non-empty string of at most `most` characters; `tidy` forbids outer spaces."""
        if not self.has(name):
            raise missing(self.at(name))
        value = self.value[name]
        if not isinstance(value, str):
            raise invalid(f"{self.at(name)} must be a string.")
        if not value.strip():
            raise invalid(f"{self.at(name)} must not be empty.")
        if len(value) > most:
            raise invalid(f"{self.at(name)} is {len(value)} characters long; at most {most} are allowed.")
        if tidy and value != value.strip():
            raise invalid(f"{self.at(name)} must not begin or end with a space.")
        return value

    def optional_text(self, name: str, most: int) -> str:
        return self.text(name, most) if self.has(name) else ""

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        value = self.text(name, 256)
        if value not in allowed:
            raise unexpected(f'{self.at(name)} must be one of {{{", ".join(allowed)}}} - got "{value}".')
        return value

    def flag(self, name: str) -> bool:
        value = self.value.get(name, False)
        if not isinstance(value, bool):
            raise invalid(f"{self.at(name)} must be a boolean.")
        return value

    def number(self, name: str, least: float, most: float) -> float:
        """A number, or a string that reads as one."""
        if not self.has(name):
            raise missing(self.at(name))
        try:
            value = float(self.value[name])
        except (TypeError, ValueError, OverflowError):
            raise invalid(f"{self.at(name)} must be a number.") from None
        if isinstance(self.value[name], bool) or not least <= value <= most:
            raise invalid(f"{self.at(name)} must be between {least:g} and {most:g}.")
        return value

    def node(self, name: str) -> Node:
        if not self.has(name):
            raise missing(self.at(name))
        if not isinstance(self.value[name], dict):
            raise invalid(f"{self.at(name)} must be an object.")
        return Node(self.value[name], self.at(name))

    def nodes(self, name: str, least: int, most: int) -> list[Node]:
        """A list of `least` to `most` objects."""
        if not self.has(name):
            raise missing(self.at(name))
        items = self.value[name]
        if not isinstance(items, list):
            raise invalid(f"{self.at(name)} must be a list.")
        if not least <= len(items) <= most:
            raise invalid(f"{self.at(name)} must hold {least} to {most} items - got {len(items)}.")
        if not all(isinstance(item, dict) for item in items):
            raise invalid(f"{self.at(name)} must hold objects only.")
        return [Node(item, f"{self.at(name)}[{position}]") for position, item in enumerate(items)]


def all_different(values: Sequence[str], what: str) -> None:
    """Refuses two of the same."""
    if len(set(values)) != len(values):
        raise invalid(f"{what} must be unique.")
