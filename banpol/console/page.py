"""One line of the route table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

from starlette.responses import Response

LARGEST_FORM = 64 * 1024

if TYPE_CHECKING:
    from banpol.console.house import Visit


@dataclass(frozen=True)
class Page:
    """`roles` None means everybody, signed in or not; `by_itself` marks what a page asks without a person.

    `weighs` says what a deed of weight is about; it needs a fresh code, and `back` is where it is done from.
    `largest` is how many bytes its form may have; `takes_file` says that one file may be among them."""

    method: str
    path: str
    roles: tuple[str, ...] | None
    handler: Callable[[Visit], Response]
    by_itself: bool = False
    largest: int = LARGEST_FORM
    takes_file: bool = False
    weighs: str = ""
    back: str = "/"
