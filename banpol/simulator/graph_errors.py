"""Meta's error envelope, and the refusals that the Graph routes give."""

from __future__ import annotations

from typing import Any

EXPIRED, EXPIRED_SUBCODE = 190, 463


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
    0: "AuthException",
    1: "API Unknown",
    2: "API Service",
    3: "API Method",
    4: "API Too Many Calls",
    10: "Permission Denied",
    33: "Parameter value is not valid",
    100: "Invalid parameter",
    190: "Access token has expired",
    368: "Temporarily blocked for policies violations",
    80007: "Rate limit issues",
    130429: "Rate limit hit",
    130497: "Business account is restricted from messaging users in this country",
    131000: "Something went wrong",
    131005: "Access denied",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131016: "Service unavailable",
    131021: "Recipient cannot be sender",
    131026: "Message undeliverable",
    131030: "Recipient phone number not in allowed list",
    131031: "Account has been locked",
    131042: "Business eligibility payment issue",
    131045: "Incorrect certificate",
    131047: "Re-engagement message",
    131048: "Spam rate limit hit",
    131049: "Meta chose not to deliver",
    131050: "User has stopped marketing messages",
    131051: "Unsupported message type",
    131052: "Media download error",
    131053: "Media upload error",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    131057: "Account in maintenance mode",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132012: "Template parameter format mismatch",
    132015: "Template is paused",
    132016: "Template is disabled",
    133004: "Server temporarily unavailable",
    133010: "Phone number not registered",
}
# Where the HTTP status is not 400.
STATUSES = {
    2: 503,
    10: 403,
    190: 401,
    368: 403,
    131000: 500,
    131005: 403,
    131016: 500,
    131031: 403,
    132001: 404,
    133004: 503,
}


def refused(code: int, details: str, status: int | None = None) -> GraphError:
    """A refusal with this code, its usual title, and its usual status if none is given."""
    status = STATUSES.get(code, 400) if status is None else status
    if code == EXPIRED:
        return expired(status)
    return GraphError(status, code, f"(#{code}) {TITLES.get(code, 'Something went wrong')}", details)


def expired(status: int = 401) -> GraphError:
    """A token that was good once; as in all matters of tokens there are no details."""
    return GraphError(
        status, EXPIRED, "Error validating access token: Session has expired.", subcode=EXPIRED_SUBCODE
    )


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
    return GraphError(401, EXPIRED, "Invalid OAuth access token - Cannot parse access token")


def unknown_path(path: str) -> GraphError:
    return GraphError(400, 2500, f"Unknown path components: {path}")
