"""The form of each file: JSON Schema, its faults in words an editor understands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match

from storage.reference._parsing import Where

_FOLDER = Path(__file__).parent / "schema"

_TYPES = {
    "object": "a group of keys",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}

_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "must be lower-case words joined by hyphens",
    r"^https?://[^\s]+$": "must be an address that starts with http:// or https://",
    r"^[^@\s]+@[^@\s]+$": "must be an e-mail address",
    r"^[a-z]{2}$": "must be a language code of two small letters",
    r"^[A-Z]{2}$": "must be a country code of two capitals",
    r"^[A-Z]{2}(-[A-Z]{2,3})?$": "must be a code like FR or CA-QC",
    r"^\d{4}-\d{2}-\d{2}$": "must be a date like 2026-11-30",
    r"^\d{4}-\d{2}$": "must be a month like 2026-11",
    r"^\d{4}(-\d{2})?$": "must be a year or a month like 2026-11",
    r"^\d{4}-\d{2}(-\d{2})?$": "must be a month or a date like 2026-11-30",
    r"^[A-Z][A-Za-z]+/[A-Za-z_/-]+$": "must be a time zone like Africa/Dakar",
}

_LIMITS = {
    "minLength": "is empty",
    "maxLength": "must be at most {} characters long",
    "minItems": "must hold at least {}",
    "maxItems": "must hold at most {}",
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
}

_LABELS = ("id", "slug", "code", "word", "month")


def check(name: str, value: Any) -> Iterator[tuple[Where, str]]:
    """Give each fault of form: where it is, and what is wrong with which row."""
    for error in _validator(name.partition(".")[0]).iter_errors(value):
        yield _explain(_sharpest(error), value)


@cache
def _validator(stem: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((_FOLDER / f"{stem}.json").read_text("utf-8")))


def _sharpest(error: ValidationError) -> ValidationError:
    """Of a choice none of whose branches fits, keep the fault of the closest branch."""
    while error.validator in {"anyOf", "oneOf"} and error.context:
        deeper = best_match(iter([error]))
        if deeper is None or deeper is error:
            break
        error = deeper
    return error


def _explain(error: ValidationError, value: Any) -> tuple[Where, str]:
    where = tuple(error.absolute_path)
    row: Any = error.instance
    if error.validator == "additionalProperties" and isinstance(error.schema, dict):
        extra = next(key for key in row if key not in error.schema.get("properties", {}))
        return (*where, extra), _subject(value, where) + f"unknown key {extra!r}"
    return where, _subject(value, where) + _complaint(error, where)


def _subject(value: Any, where: Where) -> str:
    """Name the row that a fault is in, by the innermost id on the way."""
    label = ""
    for step in where:
        value = value[step]
        if isinstance(value, dict):
            label = next((f"{value[key]}: " for key in _LABELS if isinstance(value.get(key), str)), label)
    return label


def _complaint(error: ValidationError, where: Where) -> str:
    wanted: Any = error.validator_value
    key = next((repr(step) for step in reversed(where) if isinstance(step, str)), "the file")
    match error.validator:
        case "required":
            return error.message.replace("is a required property", "is missing")
        case "type":
            kinds = " or ".join(_TYPES[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted))
            return f"{key} must be {kinds}, not {_shown(error.instance)}"
        case "enum":
            choice = ", ".join("null" if option is None else str(option) for option in wanted)
            return f"{key} is {_shown(error.instance)}; it must be one of {choice}"
        case "const":
            return f"{key} is {_shown(error.instance)}; here it must be {_shown(wanted)}"
        case "pattern":
            return f"{key} {_PATTERNS.get(wanted, f'must match {wanted}')}, not {_shown(error.instance)}"
        case "uniqueItems":
            return f"{key} holds {_shown(_twice(error.instance))} twice"
        case limit if limit in _LIMITS:
            return f"{key} {_LIMITS[str(limit)].format(wanted)}"
        case _:
            return f"{key}: {error.message[:160]}"


def _twice(items: Any) -> Any:
    return next(item for item in items if items.count(item) > 1)


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return str(json.dumps(value))
    if isinstance(value, dict | list):
        return "a group of keys" if isinstance(value, dict) else "a list"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
