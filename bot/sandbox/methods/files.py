"""Documents and photos: uploads, albums, downloads."""

from __future__ import annotations

import struct
from hashlib import sha256
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import CAPTION_LIMIT, format_text
from bot.sandbox.methods.registry import Arguments, method
from bot.sandbox.methods.sending import caption, extras
from bot.sandbox.model import Json, StoredFile
from bot.sandbox.requests import Upload
from bot.sandbox.state import State

ALBUM = range(2, 11)


@method("sendDocument")
def send_document(state: State, call: Arguments) -> Json:
    """Send a file of any kind."""
    words = caption(call)
    chat = state.writable(call["chat_id"])
    content = _document(_stored(state, call, call["document"], "documents"))
    return state.post(chat, state.bot, content | words | extras(state, chat, call))


@method("sendPhoto")
def send_photo(state: State, call: Arguments) -> Json:
    """Send a picture to look at."""
    words = caption(call)
    chat = state.writable(call["chat_id"])
    content = _photo(_stored(state, call, call["photo"], "photos"))
    return state.post(chat, state.bot, content | words | extras(state, chat, call))


@method("sendMediaGroup")
def send_media_group(state: State, call: Arguments) -> list[Json]:
    """Send two to ten photos or documents as one album."""
    media = call["media"]
    if len(media) not in ALBUM:
        raise bad_request("Wrong number of media in the album; must be 2-10")
    chat = state.writable(call["chat_id"])
    contents = [_album_item(state, call, item) for item in media]
    group = {"media_group_id": str(state.next_message_id)}
    return [state.post(chat, state.bot, content | group | extras(state, chat, call)) for content in contents]


@method("getFile")
def get_file(state: State, call: Arguments) -> Json:
    """Say where a file can be downloaded."""
    file = state.files.get(call["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return _handle(file) | {"file_path": file.path}


def picture_of(state: State, upload: Upload) -> Json:
    """Keep a picture and give what a message says of it."""
    return _photo(_store(state, upload, "photos"))


def _album_item(state: State, call: Arguments, item: dict[str, Any]) -> Json:
    if item["type"] not in ("photo", "document"):
        raise bad_request("Can't use the media of the specified type in the album")
    is_photo = item["type"] == "photo"
    file = _stored(state, call, item["media"], "photos" if is_photo else "documents")
    content = _photo(file) if is_photo else _document(file)
    if item.get("caption"):
        text, entities = format_text(
            item["caption"], item.get("parse_mode"), item.get("caption_entities"), limit=CAPTION_LIMIT
        )
        content |= {"caption": text} | ({"caption_entities": entities} if entities else {})
    return content


def _stored(state: State, call: Arguments, reference: str, folder: str) -> StoredFile:
    """Find the file that a parameter names: an upload of this call, or the id of a file sent earlier."""
    if reference.startswith("attach://"):
        upload = call.uploads.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong remote file identifier specified: attached file not found")
        return _store(state, upload, folder)
    if reference.startswith(("http://", "https://")):
        raise bad_request("Failed to get HTTP URL content")  # a double fetches nothing from elsewhere
    if reference not in state.files:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    return state.files[reference]


def _store(state: State, upload: Upload, folder: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    number = len(state.files) + 1
    digest = sha256(upload.content).hexdigest()[:16]
    name = upload.name.replace("/", "_") or "file"
    file = StoredFile(f"SBX{number}_{digest}", f"{folder}/{number}/{name}", upload.content, upload.mime_type)
    state.files[file.file_id] = file
    return file


def _handle(file: StoredFile) -> Json:
    unique = sha256(file.content).hexdigest()[:12]
    return {"file_id": file.file_id, "file_unique_id": unique, "file_size": len(file.content)}


def _document(file: StoredFile) -> Json:
    name = file.path.rsplit("/", 1)[-1]
    return {"document": _handle(file) | {"file_name": name, "mime_type": file.mime_type}}


def _photo(file: StoredFile) -> Json:
    size = image_size(file.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return {"photo": [_handle(file) | {"width": size[0], "height": size[1]}]}


def image_size(content: bytes) -> tuple[int, int] | None:
    """Read width and height of a PNG, JPEG or GIF; None when it is none of them."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments of a JPEG to its frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
