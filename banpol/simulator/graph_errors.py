"""Meta's error envelope, and the refusals that the Graph routes give."""

from __future__ import annotations

from typing import Any


class GraphError(Exception):
    """One refusal, as Meta words it. `details` says in plain words what is wrong with the request."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        details: str = "",
        *,
        subcode: int | None = None,
        kind: str = "OAuthException",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(details or message)
        self.status, self.code, self.message, self.details = status, code, message, details
        self.subcode, self.kind, self.headers = subcode, kind, headers or {}

    def envelope(self, trace: str) -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": {**error, "fbtrace_id": trace}}


# Titles by code, as status webhooks and answers name them.
TITLES = {
    1: "API Unknown",
    2: "API Service",
    4: "API Too Many Calls",
    100: "Invalid parameter",
    131000: "Something went wrong",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131021: "Recipient cannot be sender",
    131026: "Message undeliverable",
    131031: "Account has been locked",
    131047: "Re-engagement message",
    131051: "Unsupported message type",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    130429: "Rate limit hit",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
}


def refused(code: int, details: str, status: int = 400) -> GraphError:
    """A refusal with this code and its usual title."""
    return GraphError(status, code, f"(#{code}) {TITLES.get(code, 'Something went wrong')}", details)


def missing(path: str) -> GraphError:
    return refused(131008, f"The parameter {path} is required.")


def invalid(details: str) -> GraphError:
    return refused(131009, details)


def unexpected(details: str) -> GraphError:
    return refused(100, details)


def unknown_object(method: str, object_id: str) -> GraphError:
    """What Meta says about any id that is not there, or not ours."""
    return GraphError(
        400,
        100,
        f"Unsupported {method.lower()} request. Object with ID '{object_id}' does not exist, cannot be "
        "loaded due to missing permissions, or does not support this operation. Please read the Graph API "
        "documentation at https://developers.facebook.com/docs/graph-api",
        subcode=33,
        kind="GraphMethodException",
    )


def no_access() -> GraphError:
    return GraphError(401, 190, "Invalid OAuth access token - Cannot parse access token")


def unknown_path(path: str) -> GraphError:
    return GraphError(400, 2500, f"Unknown path components: {path}")
