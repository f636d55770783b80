"""`review:` and `alerts:` of yarnnn.yaml: where the review page is, and who is told when the line fails."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from yarnnn_pipelines.config.values import Email, EnvironmentName, Model, Name, address_such_as, as_list, refused

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class ReviewSettings(Model):
    """Where `yarnnn review` is reached, for links to it."""

    url: Annotated[str, address_such_as("https://review.example")] = "http://127.0.0.1:3100"


class MailSettings(Model):
    """The server that takes mail, and from and to whom it goes. user and password_env belong together."""

    host: Name
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_env: EnvironmentName | None = None
    sender: Email
    to: Annotated[list[Email], BeforeValidator(as_list), Field(min_length=1)]

    @model_validator(mode="after")
    def _sends_no_secret_in_the_open(self) -> MailSettings:
        if (self.user is None) != (self.password_env is None):
            raise refused("user and password_env belong together", "give both, or neither")
        if self.security == "none" and self.user and self.host not in _THIS_MACHINE:
            raise refused("the password would travel unencrypted", "write `security: starttls`", at=("security",))
        return self


class AlertSettings(Model):
    """Who is told when a weekly line fails. slack_webhook_env: the variable that holds the address of an
    incoming webhook."""

    slack_webhook_env: EnvironmentName | None = None
    mail: MailSettings | None = None

    @model_validator(mode="after")
    def _somebody(self) -> AlertSettings:
        if self.slack_webhook_env is None and self.mail is None:
            raise refused("it names nobody to tell", "add slack_webhook_env or mail, or take `alerts` out")
        return self
