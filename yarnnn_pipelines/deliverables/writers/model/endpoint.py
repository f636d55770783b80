"""Asking an OpenAI-compatible endpoint: one question, one text, and what it cost.

Retries with jitter, `Retry-After` and cut connections are the openai package's. What is asked is `prompt`, what becomes
of the answer is `answer`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from yarnnn_pipelines.config.settings import WriterSettings
from yarnnn_pipelines.core.errors import UserError

if TYPE_CHECKING:
    from openai import OpenAI

TIMEOUT_SECONDS = 120.0
MOST_RETRIES = 4
MOST_OUTPUT_TOKENS = 4_000
NO_KEY = "none"  # endpoints on one's own machine ask for none, and the package for some


class NoAnswer(Exception):
    """The endpoint gave no answer that can be used; says why in words for a person."""


@dataclass
class Usage:
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


class Endpoint:
    """The endpoint of a yarnnn.yaml's `writer`. `UserError` if the variable of its key is not set."""

    def __init__(self, settings: WriterSettings) -> None:
        if settings.model is None:
            raise UserError("the writer names no model", mend="add `model:` to `writer:` in yarnnn.yaml")
        self.model = settings.model
        self._base_url = settings.base_url
        self._key = NO_KEY
        if settings.api_key_env:
            self._key = os.environ.get(settings.api_key_env, "")
            if not self._key:
                raise UserError(
                    f"the variable {settings.api_key_env} is not set",
                    where="writer.api_key_env",
                    mend=f"put the key of the model's endpoint into {settings.api_key_env}",
                )
        self._has_schemas = True  # until it refuses one

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI  # half a second, which an agency without a model is spared

        return OpenAI(base_url=self._base_url, api_key=self._key, timeout=TIMEOUT_SECONDS, max_retries=MOST_RETRIES)

    def ask(self, messages: list[dict[str, str]], schema: Mapping[str, Any], usage: Usage) -> str:
        """The model's text. `NoAnswer` where there is none: unreachable, refused, cut off. Adds to `usage`."""
        import openai

        try:
            return self._asked(messages, schema, usage)
        except openai.BadRequestError:
            if not self._has_schemas:
                raise NoAnswer("the endpoint refuses the request") from None
            self._has_schemas = False
        except openai.APIError as error:
            raise NoAnswer(_in_words(error)) from None
        try:
            return self._asked(messages, schema, usage)
        except openai.APIError as error:
            raise NoAnswer(_in_words(error)) from None

    def _asked(self, messages: list[dict[str, str]], schema: Mapping[str, Any], usage: Usage) -> str:
        wanted: dict[str, Any] = {"type": "json_object"}
        if self._has_schemas:
            wanted = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": dict(schema)}}
        usage.requests += 1
        completions: Any = self._client.chat.completions  # whose types list each role and model apart
        answer = completions.create(
            model=self.model,
            messages=messages,
            response_format=wanted,
            max_tokens=MOST_OUTPUT_TOKENS,
            temperature=0,
        )
        if answer.usage is not None:
            usage.input_tokens += answer.usage.prompt_tokens
            usage.output_tokens += answer.usage.completion_tokens
        choice = answer.choices[0] if answer.choices else None
        if choice is None or choice.finish_reason == "content_filter" or getattr(choice.message, "refusal", None):
            raise NoAnswer("the model refuses to answer")
        if choice.finish_reason == "length":
            raise NoAnswer(f"the answer is longer than {MOST_OUTPUT_TOKENS} tokens and was cut off")
        return str(choice.message.content or "")


def _in_words(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f"the endpoint answers {status}" if status else f"the endpoint can't be reached ({type(error).__name__})"
