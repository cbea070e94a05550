"""An LLM over one endpoint that speaks OpenAI's protocol (vLLM, llama.cpp, LM Studio, Ollama), kept on a short lead."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
from llama_index.core.llms import LLMMetadata
from llama_index.llms.openai import OpenAI

from kb.errors import ModelError

CONTEXT = 8192
"""Tokens that LlamaIndex is told the model holds; it only asks so that it need not look the name up."""


class AnyOpenAI(OpenAI):
    """LlamaIndex's OpenAI class for models of any name, which the class itself refuses."""

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex asks of a model: here, one that chats and is given no tools."""
        return LLMMetadata(
            context_window=CONTEXT, is_chat_model=True, is_function_calling_model=False, model_name=self.model
        )


def openai_like(model: str, base: str, key: str, *, deadline: float, most_bytes: int) -> OpenAI:
    """Return the LLM: no retries, no redirects, no proxies, and replies that end in time (seconds) and size.

    Nothing is contacted.
    """
    client = httpx.Client(
        transport=LimitedTransport(httpx.HTTPTransport(), deadline, most_bytes),
        timeout=deadline,
        follow_redirects=False,  # the key must not travel to another host
        trust_env=False,
    )
    return AnyOpenAI(
        model=model,
        api_base=base,
        api_key=key or "none",  # an empty one would be replaced by OPENAI_API_KEY, which is meant for another host
        temperature=0.0,
        max_retries=0,
        timeout=deadline,
        http_client=client,
    )


class LimitedTransport(httpx.BaseTransport):
    """A transport whose replies end at so many bytes or at the deadline, whichever comes first, with ModelError."""

    def __init__(self, inner: httpx.BaseTransport, deadline: float, most_bytes: int) -> None:
        """Keep the transport that does the work; ``deadline`` is in seconds from the request."""
        self._inner, self._deadline, self._most = inner, deadline, most_bytes

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; a compressed reply is refused, since its size is not known before it is unpacked."""
        request.headers["accept-encoding"] = "identity"
        until = time.monotonic() + self._deadline
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise ModelError("language model: expected a reply that is not compressed.")
        if not isinstance(response.stream, httpx.SyncByteStream):
            raise ModelError("language model: expected a reply that can be read piece by piece.")
        stream = _LimitedStream(response.stream, until, self._most)
        return httpx.Response(response.status_code, headers=response.headers, stream=stream)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class _LimitedStream(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, until: float, most_bytes: int) -> None:
        self._inner, self._until, self._most = inner, until, most_bytes

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._inner:
            size += len(piece)
            if size > self._most:
                raise ModelError(f"language model: expected at most {self._most:,} bytes, found more.")
            if time.monotonic() > self._until:
                raise ModelError("language model: the reply did not end before the deadline.")
            yield piece

    def close(self) -> None:
        self._inner.close()
