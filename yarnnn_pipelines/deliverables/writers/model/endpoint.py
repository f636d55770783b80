"""Asking an OpenAI-compatible endpoint: one question, one text, and what it cost.

Retries with jitter, `Retry-After` and cut connections are the openai package's; that an endpoint which hangs, or fails
for one client after the other, keeps nobody waiting is here. What is asked is `prompt`, what becomes of the answer is
`answer`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from functools import cached_property
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from yarnnn_pipelines.config.settings import ModelEndpoint
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.deliverables.writers.model.spending import BYTES_PER_TOKEN, BudgetIsSpent, Spending, Usage

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletion

MOST_RETRIES = 4
MOST_FAILURES = 3  # client weeks, one after the other, for which the endpoint failed; then it is asked no more
HOPELESS = (401, 403, 404)  # no key, no right, no such model: the next client would fare no better
NO_KEY = "none"  # endpoints on one's own machine ask for none, and the package for some

# What endpoints understand differs: schemas, JSON mode, what the longest answer is called, whether a temperature is
# taken. A request that one refuses (400) is asked again in the next form, and the form that it takes is kept.
_SCHEMA, _JSON, _PLAIN = "json_schema", "json_object", ""
_FORMS = ((_SCHEMA, "max_tokens"), (_JSON, "max_tokens"), (_SCHEMA, "max_completion_tokens"), (_PLAIN, "max_tokens"))


class NoAnswer(Exception):
    """There is no answer that can be used; says why in words for a person. of_endpoint: whether another client's
    question would fare no better."""

    def __init__(self, because: str, *, of_endpoint: bool = False) -> None:
        super().__init__(because)
        self.of_endpoint = of_endpoint


class Breaker:
    """Opens once the endpoint has failed for several clients one after the other; used by several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures = 0
        self._open: str | None = None

    def refuse_if_open(self) -> None:
        if self._open is not None:
            raise NoAnswer(f"it had failed for other clients before ({self._open}), and was not asked again")

    def note(self, failure: NoAnswer | None, *, is_hopeless: bool = False) -> None:
        """What became of a client's week."""
        with self._lock:
            if failure is None or not failure.of_endpoint:
                self._failures = 0
                return
            self._failures += 1
            if is_hopeless or self._failures >= MOST_FAILURES:
                self._open = str(failure)


class Endpoint:
    """The endpoint of a yarnnn.yaml's `writer`, or of its `judge`. `UserError` if the variable of its key is not set.

    section: where its settings stand in yarnnn.yaml. answer_tokens: of the longest answer.
    """

    def __init__(self, settings: ModelEndpoint, section: str, answer_tokens: int) -> None:
        if settings.model is None:
            raise UserError(f"the {section} names no model", mend=f"add `model:` to `{section}:` in yarnnn.yaml")
        self.model = settings.model
        self.breaker = Breaker()
        self.spending = Spending(settings, section)
        self._base_url = settings.base_url
        self._answer_tokens = answer_tokens
        self._key = NO_KEY
        if settings.api_key_env:
            self._key = os.environ.get(settings.api_key_env, "")
            if not self._key:
                raise UserError(
                    f"the variable {settings.api_key_env} is not set",
                    where=f"{section}.api_key_env",
                    mend=f"put the key of the model's endpoint into {settings.api_key_env}",
                )
        self._form = 0  # of _FORMS

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI  # half a second, which an agency without a model is spared

        return OpenAI(base_url=self._base_url, api_key=self._key, max_retries=MOST_RETRIES)

    def ask(self, messages: list[dict[str, str]], schema: Mapping[str, Any], usage: Usage, until: float) -> str:
        """The model's text, or `NoAnswer`: unreachable, refused, cut off, too late. Adds to `usage`.

        until: on `time.monotonic`, when nobody waits for it any more.
        """
        began = time.monotonic()
        self.breaker.refuse_if_open()
        try:
            text = _within(until, lambda: self._in_a_form_it_takes(messages, schema, usage, until))
        except NoAnswer as error:
            if error.of_endpoint:
                self.breaker.note(error, is_hopeless=getattr(error.__cause__, "status_code", None) in HOPELESS)
            raise
        finally:
            usage.seconds += time.monotonic() - began
        self.breaker.note(None)
        return text

    def _in_a_form_it_takes(
        self, messages: list[dict[str, str]], schema: Mapping[str, Any], usage: Usage, until: float
    ) -> str:
        import openai

        for form in range(self._form, len(_FORMS)):
            try:
                text = self._asked(messages, schema, usage, form, until)
            except openai.BadRequestError as error:
                if form + 1 == len(_FORMS):
                    raise NoAnswer(f"the endpoint refuses the request: {_said_by(error)}") from error
            except openai.APIError as error:
                raise NoAnswer(_in_words(error), of_endpoint=True) from error
            except (ValueError, AttributeError) as error:  # JSON of another form than the protocol's
                raise NoAnswer("the endpoint's answer is no chat completion", of_endpoint=True) from error
            else:
                self._form = form
                return text
        raise AssertionError("every form either answers or raises")

    def _asked(
        self, messages: list[dict[str, str]], schema: Mapping[str, Any], usage: Usage, form: int, until: float
    ) -> str:
        import openai

        asked_as, length = _FORMS[form]
        wanted: dict[str, Any] = {length: self._answer_tokens}
        if length == "max_tokens":
            wanted["temperature"] = 0
        if asked_as == _SCHEMA:
            wanted["response_format"] = {
                "type": _SCHEMA,
                "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)},
            }
        elif asked_as == _JSON:
            wanted["response_format"] = {"type": _JSON}
        asked = sum(len(message["content"].encode()) for message in messages)
        try:
            set_aside = self.spending.set_aside(asked, self._answer_tokens)
        except BudgetIsSpent as error:
            raise NoAnswer(str(error)) from None
        usage.requests += 1
        try:
            answer = self._completion(messages, wanted, until)
        except openai.APIStatusError:
            self.spending.settle(set_aside, Usage())  # of any other error nobody knows whether it is billed
            raise
        taken = _taken(answer, asked)
        self.spending.settle(set_aside, taken)
        usage.input_tokens += taken.input_tokens
        usage.output_tokens += taken.output_tokens
        return self._text_of(answer)

    def _completion(self, messages: list[dict[str, str]], wanted: Mapping[str, Any], until: float) -> ChatCompletion:
        client = self._client.with_options(timeout=max(0.1, until - time.monotonic()))
        completions: Any = client.chat.completions  # whose types list each role and model apart
        return completions.create(model=self.model, messages=messages, **wanted)  # type: ignore[no-any-return]

    def _text_of(self, answer: ChatCompletion) -> str:
        choice = answer.choices[0] if answer.choices else None
        if choice is None or choice.finish_reason == "content_filter" or getattr(choice.message, "refusal", None):
            raise NoAnswer("the model refuses to answer")
        if choice.finish_reason == "length":
            raise NoAnswer(f"the answer is longer than {self._answer_tokens} tokens and was cut off")
        return str(choice.message.content or "")


def _taken(answer: ChatCompletion, asked: int) -> Usage:
    """asked: bytes, by which tokens are reckoned where the endpoint counts none."""
    if answer.usage is not None:
        return Usage(1, answer.usage.prompt_tokens, answer.usage.completion_tokens)
    written = sum(len((choice.message.content or "").encode()) for choice in answer.choices or ())
    return Usage(1, asked // BYTES_PER_TOKEN, written // BYTES_PER_TOKEN)


def _within(until: float, call: Any) -> str:
    """What the call gives, waited for no longer than that: a server that sends a byte now and then ends no time-out."""
    outcome: SimpleQueue[str | Exception] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(call())
        except Exception as error:  # handed to whoever waits
            outcome.put(error)

    began = time.monotonic()
    Thread(target=run, daemon=True).start()
    try:
        result = outcome.get(timeout=max(0.1, until - began))
    except Empty:
        waited = time.monotonic() - began
        raise NoAnswer(f"the endpoint gave no answer within {waited:.0f} seconds", of_endpoint=True) from None
    if isinstance(result, Exception):
        raise result
    return result


def _in_words(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f"the endpoint answers {status}" if status else f"the endpoint can't be reached ({type(error).__name__})"


_LONGEST_REASON = 200  # characters of what an endpoint says of itself


def _said_by(error: Exception) -> str:
    return " ".join(str(getattr(error, "message", error)).split())[:_LONGEST_REASON]
