"""What Google refuses, told to the person who can mend it: at the token endpoint, and at the APIs.

Only words that are known are passed on: an answer's own text may repeat the token that it refuses.
Sources: https://developers.google.com/identity/protocols/oauth2#expiration,
https://developers.google.com/identity/protocols/oauth2/service-account (error codes),
https://developers.google.com/workspace/calendar/api/guides/errors, .../gmail/api/guides/handle-errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.google.service import GoogleService

if TYPE_CHECKING:
    from yarnnn_pipelines.sources.shared.http import ApiError  # it imports dlt, which a consent has no use for

CONNECT = "`yarnnn connect google --client FILE --force`"
DELEGATION_PAGE = "https://admin.google.com/ac/owl/domainwidedelegation"
RATE_LIMITS = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
QUOTAS = frozenset({"quotaExceeded", "dailyLimitExceeded"})
# What no other request of the same run would be answered differently for.
FATAL = frozenset({"authError", "insufficientPermissions", "accessNotConfigured"}) | RATE_LIMITS | QUOTAS
_CODE = re.compile(r"[A-Za-z_]{1,40}")


@dataclass(frozen=True)
class Holder:
    """Whose credentials are asked with.

    env_name: the variable that holds them; where: the setting; client_id: a service account's number in the admin
    console, None for a person's consent; account: the person that a service account stands for.
    """

    env_name: str
    where: str
    scopes: tuple[str, ...]
    client_id: str | None = None
    account: str | None = None

    @property
    def is_service_account(self) -> bool:
        return self.client_id is not None


def token_refused(answer: Mapping[str, Any], holder: Holder) -> UserError:
    """What the token endpoint's `{"error": ..., "error_description": ...}` means for this holder."""
    code, hint = str(answer.get("error") or ""), str(answer.get("error_description") or "").casefold()
    what, mend = _service_account(code, hint, holder) if holder.is_service_account else _consent(code, hint)
    return UserError(what, where=holder.where, mend=mend)


def scopes_missing(missing: Iterable[str], holder: Holder) -> UserError:
    return UserError(
        f"the consent does not cover {', '.join(missing)}",
        where=holder.where,
        mend=f"connect again and leave every box ticked: {CONNECT}",
    )


def _consent(code: str, hint: str) -> tuple[str, str]:
    if code == "invalid_grant" and "rapt" in hint:
        return "your organisation's session policy asks you to log in again", f"connect again: {CONNECT}"
    if code == "invalid_grant":
        return (
            "the consent was revoked or has expired",
            f"connect again: {CONNECT} (a consent lasts 7 days while the app's publishing status is Testing, "
            "ends with a changed password, and after 6 months without use)",
        )
    if code in ("invalid_client", "deleted_client", "unauthorized_client"):
        return (
            f"Google does not know the OAuth client any more ({code})",
            f"download the client's JSON again from the Google Cloud console, then {CONNECT}",
        )
    if code in ("admin_policy_enforced", "org_internal", "access_denied"):
        return (
            f"the organisation's policy does not allow this app ({code})",
            "ask the Workspace administrator to trust it: Security > Access and data control > API controls",
        )
    return _unknown(code), f"connect again: {CONNECT}"


def _service_account(code: str, hint: str, holder: Holder) -> tuple[str, str]:
    if code == "unauthorized_client":
        return (
            f"domain-wide delegation does not allow the service account {', '.join(holder.scopes)}",
            _delegation(holder),
        )
    if code == "invalid_grant" and ("short-lived" in hint or "timeframe" in hint or "iat" in hint.split()):
        return (
            f"Google does not accept this machine's time, {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
            "set the clock, by NTP for instance (timedatectl set-ntp true)",
        )
    if code == "invalid_grant" and "signature" in hint:
        return "the service account's key is not valid any more", "make a new key for it in the Google Cloud console"
    if code == "invalid_grant" and ("email" in hint or "user id" in hint):
        return (
            f"{holder.account or 'the account'} is no user of the Workspace that the service account may act in",
            "check `account:` in yarnnn.yaml; it takes a user's own address, no alias and no group",
        )
    if code in ("invalid_grant", "invalid_client"):
        return (
            "Google does not know the service account, or its key was deleted",
            "check it at https://console.cloud.google.com/iam-admin/serviceaccounts and make a new key",
        )
    return _unknown(code), "check the service account at https://console.cloud.google.com/iam-admin/serviceaccounts"


def _delegation(holder: Holder) -> str:
    return (
        f"a Workspace administrator adds, at {DELEGATION_PAGE}, client ID {holder.client_id} with exactly the "
        f"scopes {','.join(holder.scopes)} (it takes some minutes to work)"
    )


def _unknown(code: str) -> str:
    known = code if _CODE.fullmatch(code) else "with something that is no OAuth error"
    return f"Google's token endpoint refused: {known}"


def api_refused(error: ApiError, service: GoogleService, holder: Holder | None = None) -> UserError:
    """What an API's refusal means: not enabled, not allowed, no mailbox, no quota left, or a token it does not take.

    Where it is not known whose credentials are asked with, the mend says what they must be able to do.
    """
    name = service.name
    anew, wider = (_again(holder),) * 2 if holder else (service.expired, service.not_allowed)
    reasons = {error.code, *_reasons(error.body)}
    what, mend = f"the {name} answered {error}", "run it again; if it stays so, see https://www.google.com/appsstatus"
    if reasons & {"accessNotConfigured", "SERVICE_DISABLED"}:
        what = f"the {name} is not enabled in the Google Cloud project of these credentials"
        mend = f"enable it at {service.page}, wait some minutes"
    elif reasons & {"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}:
        what, mend = "the token has not the scopes that reading needs", wider
    elif error.status == 403 and error.code in ("forbidden", "PERMISSION_DENIED"):
        mend = wider
    elif reasons & RATE_LIMITS:
        mend = "run it again later"
    elif reasons & QUOTAS:
        mend = f"the project's quota is spent: run it again later, or ask Google for more for the {name}"
    elif error.code == "failedPrecondition":
        what, mend = "this account has no Gmail", "check `account:` in yarnnn.yaml, or have Gmail switched on for it"
    elif error.status == 401:
        what, mend = f"the {name} does not accept the token, also after a refresh", anew
    elif error.status == 0:
        what, mend = f"the {name} can't be reached", "check the network, and `base_url` if one is set"
    return UserError(what, where=holder.where if holder else f"sources: {service.platform}", mend=mend)


def _again(holder: Holder) -> str:
    return _delegation(holder) if holder.is_service_account else f"connect again: {CONNECT}"


def _reasons(body: Mapping[str, Any]) -> set[str]:
    """`{"error": {"details": [{"reason": "SERVICE_DISABLED"}]}}`."""
    error = body.get("error")
    details = error.get("details") if isinstance(error, dict) else None
    return {str(one.get("reason")) for one in details or () if isinstance(one, dict)}
