"""Reading a request as Telegram does: query string, JSON, form or multipart, all to one set of parameters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import ApiError, bad_request

UPLOAD_LIMIT = 50 * 1024 * 1024
"""Largest upload of a bot, https://core.telegram.org/bots/api#sending-files."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file within a multipart body."""

    name: str
    content: bytes
    mime_type: str


async def read_request(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return parameters (raw) and uploads by field name."""
    parameters: dict[str, Any] = dict(request.query)
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request, parameters)
    body = await request.content.read()
    if request.content_type == "application/json" and body.strip():
        parameters |= _read_json(body)
    elif request.content_type == "application/x-www-form-urlencoded":
        parameters |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return parameters, {}


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("JSON object expected")
    return values


async def _read_multipart(request: web.Request, parameters: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
    uploads: dict[str, Upload] = {}
    size = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read(decode=True))
        size += len(content)
        if size > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if part.filename is None:
            parameters[part.name] = content.decode()
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, content, kind)
    return parameters, uploads
