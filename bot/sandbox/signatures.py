"""Parameters of every method, read from python-telegram-bot's own signatures and classes.

Nothing here is a list kept by hand: `parameters("sendMessage")` inspects `telegram.Bot.send_message`, and an object
is held against the constructor of its class. What the library makes keyword-only is its own convenience and never
goes over the wire.
"""

from __future__ import annotations

import collections.abc
import datetime as dtm
import inspect
import json
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import telegram
from telegram import TelegramObject
from telegram._utils import types as telegram_types
from telegram._utils.defaultvalue import DefaultValue

from bot.sandbox.errors import bad_request

_OWN = {"self", "api_kwargs"}
_PLAIN: dict[object, str] = {
    int: "Integer",
    float: "Float",
    str: "String",
    bool: "Boolean",
    dtm.datetime: "Integer",
    dtm.timedelta: "Integer",
    telegram.InputFile: "InputFile",
}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "Message text is empty",
    "document": "There is no document in the request",
    "photo": "There is no photo in the request",
    "message_ids": "Message identifiers are not specified",
    "action": "Wrong parameter action in request",
}
_UNREADABLE = {
    "reply_markup": ("Can't parse reply keyboard markup JSON object", "Object expected as reply markup"),
    "commands": ("Can't parse commands JSON object", "Expected an Array of BotCommand"),
    "message_ids": ("Can't parse message_ids JSON object", "Expected an Array of message identifiers"),
    "reply_parameters": ("Can't parse reply parameters JSON object", "Object expected as reply parameters"),
    "link_preview_options": (
        "Can't parse link preview options JSON object",
        "Object expected as link preview options",
    ),
    "media": ("Can't parse media JSON object", "Expected an Array of InputMedia"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter or field; `hint` is its evaluated annotation."""

    name: str
    required: bool
    hint: Any

    @property
    def types(self) -> frozenset[str]:
        """Names of the accepted types, in the words of the Bot API's documentation."""
        return frozenset(_names(self.hint))


@cache
def parameters(method: str) -> Mapping[str, Parameter]:
    """List the parameters of a Bot API method (`sendMessage`) that may go over the wire."""
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower()
    return _read(getattr(telegram.Bot, snake))


@cache
def fields(cls: type) -> Mapping[str, Parameter]:
    """List the fields of a Bot API object, from the constructor of its class."""
    return _read(cls.__init__)  # type: ignore[misc]


def check(method: str, given: Mapping[str, Any], files: Mapping[str, Any]) -> dict[str, Any]:
    """Hold a request against the method's parameters and return the values, typed.

    Raises the 400 that Telegram gives when a parameter is missing, unreadable or of a wrong type. Stricter than
    Telegram in one thing: a parameter it would silently ignore is refused, because it is a mistake of ours.
    """
    expected = parameters(method)
    for name in given:
        if name not in expected:
            raise bad_request(f'Unknown parameter "{name}" of {method}')
    values: dict[str, Any] = {}
    for name, parameter in expected.items():
        if name in files and "InputFile" in parameter.types:
            values[name] = f"attach://{name}"
        elif given.get(name) not in (None, ""):
            values[name] = _read_value(parameter, given[name])
        elif parameter.required and not (name in given and name == "url"):  # an empty url removes the webhook
            raise bad_request(_MISSING.get(name, f'Parameter "{name}" is required'))
    return values


def _read(function: Any) -> dict[str, Parameter]:
    hints = typing.get_type_hints(function, {**vars(telegram_types), **vars(telegram), **_globals(function)})
    return {
        name: Parameter(name, parameter.default is inspect.Parameter.empty, hints.get(name, Any))
        for name, parameter in inspect.signature(function).parameters.items()
        if name not in _OWN and parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    }


def _globals(function: Any) -> dict[str, Any]:
    return dict(inspect.unwrap(function).__globals__)


def _options(hint: Any) -> list[Any]:
    """Flatten unions, the library's default markers and None out of a hint."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return [option for part in typing.get_args(hint) for option in _options(part)]
    if origin is DefaultValue:
        return _options(typing.get_args(hint)[0])
    if isinstance(hint, typing.TypeVar):
        return _options(hint.__bound__) if hint.__bound__ else [Any]
    return [] if hint in (None, type(None)) else [hint]


def _names(hint: Any) -> list[str]:
    names = []
    for option in _options(hint):
        if option in _PLAIN:
            names.append(_PLAIN[option])
        elif _is_array(option):
            names += [f"Array of {name}" for name in _names(typing.get_args(option)[0])]
        elif inspect.isclass(option) and issubclass(option, TelegramObject):
            names.append(option.__name__)
    return names


def _is_array(option: Any) -> bool:
    return typing.get_origin(option) in (collections.abc.Sequence, list, tuple)


def _read_value(parameter: Parameter, raw: Any) -> Any:
    unreadable, wrong = _UNREADABLE.get(
        parameter.name,
        (
            f"Can't parse {parameter.name} JSON object",
            f'Parameter "{parameter.name}" must be {" or ".join(sorted(parameter.types)) or "given otherwise"}',
        ),
    )
    options = _options(parameter.hint)
    value = raw
    if isinstance(raw, str) and (not _takes_text(options) or (_wants_json(options) and raw[0] in "[{")):
        try:
            value = json.loads(raw)
        except ValueError:
            value = _read_word(raw, options)
            if value is None:
                raise bad_request(unreadable if _wants_json(options) else wrong) from None
    elif isinstance(raw, str) and int in options and re.fullmatch(r"-?\d+", raw):
        value = int(raw)
    fault = _fault(options, value)
    if fault is not None:
        raise bad_request(wrong if not fault else f"Can't parse {parameter.name}: {fault}")
    return value


def _read_word(raw: str, options: list[Any]) -> bool | None:
    if bool not in options:
        return None
    return {"true": True, "yes": True, "false": False, "no": False}.get(raw.lower())


def _takes_text(options: list[Any]) -> bool:
    return any(option in (str, Any, object) for option in options)


def _wants_json(options: list[Any]) -> bool:
    return any(_is_array(o) or (inspect.isclass(o) and issubclass(o, TelegramObject)) for o in options)


def _fault(options: list[Any], value: Any) -> str | None:
    """Say what is wrong with a value: None when it fits, "" when its very type does not."""
    faults = [_fault_of_one(option, value) for option in options] or [None]
    return None if None in faults else next((fault for fault in faults if fault), "")


def _fault_of_one(option: Any, value: Any) -> str | None:
    if option in (Any, object):
        return None
    if _is_array(option):
        if not isinstance(value, list):
            return ""
        inner = _options(typing.get_args(option)[0])
        return next((fault for fault in (_fault(inner, item) for item in value) if fault is not None), None)
    if inspect.isclass(option) and issubclass(option, TelegramObject):
        return _fault_of_object(option, value) if isinstance(value, dict) else ""
    if option in (int, dtm.datetime, dtm.timedelta):
        return None if isinstance(value, int | float) and not isinstance(value, bool) else ""
    if option is float:
        return None if isinstance(value, int | float) else ""
    return None if inspect.isclass(option) and isinstance(value, option) else ""


def _fault_of_object(cls: type, value: dict[str, Any]) -> str | None:
    leaves = [leaf for leaf in _leaves(cls) if _answers_to(leaf, value.get("type"))]
    if not leaves:
        return f"{cls.__name__} has unsupported type"
    faults = [_fault_of_fields(leaf, value) for leaf in leaves]
    return None if None in faults else faults[0]


def _leaves(cls: type) -> list[type]:
    children: list[type] = cls.__subclasses__()
    return [leaf for child in children for leaf in _leaves(child)] or [cls]


def _answers_to(cls: type, kind: object) -> bool:
    """Tell whether `{"type": kind}` means this class: the library names it base class plus kind."""
    if "type" in fields(cls) or not isinstance(kind, str):
        return True
    camel = "".join(word.capitalize() for word in kind.split("_"))
    names = {
        f"{base.__name__}{cached}{camel}" for base in cls.__mro__ for cached in ("", "Cached") if base is not object
    }
    return cls.__name__ in names


def _fault_of_fields(cls: type, value: dict[str, Any]) -> str | None:
    expected = fields(cls)
    for name in value:
        if name not in expected and name != "type":
            return f'{cls.__name__} has no field "{name}"'
    for name, field in expected.items():
        if value.get(name) is None:
            if field.required:
                return f'Can\'t find field "{name}"'
        else:
            fault = _fault(_options(field.hint), value[name])
            if fault is not None:
                kinds = " or ".join(sorted(field.types))
                return fault or f'Field "{name}" of {cls.__name__} must be of type {kinds}'
    return None
