"""Errors as one sentence of JSON."""

from __future__ import annotations

import json

import pytest

from assistant.serving.limits import BusyError
from assistant.serving.problems import UNEXPECTED, RefusalError, refusal
from models.errors import SoundFileError, StalledError, SynthesisError


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (RefusalError(413, "Too large."), 413, "Too large."),
        (SoundFileError("the file is empty", where="the sound"), 422, "the sound: the file is empty."),
        (SynthesisError("the voice hung"), 500, "the voice hung."),
        (StalledError("it hangs"), 503, "it hangs."),
        (BusyError(), 503, BusyError.sentence),
        (ValueError("a secret"), 500, UNEXPECTED),
    ],
)
def test_an_error_becomes_a_sentence_with_a_status(error: Exception, status: int, sentence: str) -> None:
    made = refusal(error)
    assert (made.status_code, made.detail) == (status, sentence)
    assert ("Retry-After" in (made.headers or {})) == (status == 503)
    response = made.response("/api/hear")
    assert (response.status_code, json.loads(bytes(response.body))) == (status, {"error": sentence})


def test_openais_clients_get_their_form() -> None:
    body = json.loads(bytes(RefusalError(422, "No.").response("/v1/models").body))
    assert body["error"]["message"] == "No." and body["error"]["type"] == "invalid_request_error"
