"""A frozen value as JSON text and back, whole: so that a stored case can be shown and signed as it was.

The contract "interpretation/1" is for readers outside and leaves out what they do not need; this is the program's own
form. Equal values give equal text, and what is read back is equal to what was written.
"""

from __future__ import annotations

import functools
import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from interpreter.errors import StoreError

FORMAT = "archive/1"

T = TypeVar("T")


def archive(value: object) -> str:
    """Give a dataclass value as one line of ASCII JSON; lone surrogates of bad file bytes survive it."""
    return json.dumps({"format": FORMAT, "value": _plain(value)}, sort_keys=True, separators=(",", ":"))


def unarchive(kind: type[T], text: str) -> T:
    """Read what `archive` made of a value of `kind`; fields that were added to the program since take their defaults.

    Raises:
        StoreError: it was made by a newer program, or is damaged.
    """
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise ValueError(f"format {document['format']!r}")
        return cast("T", _value(kind, document["value"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            problem=f"What was stored cannot be read back by this program: {error}.",
            meaning="It was perhaps saved by a newer program; nothing was changed.",
            remedy="Open it with the program that saved it, or export its JSON, which needs no reading back.",
        ) from error


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {known.name: _plain(getattr(value, known.name)) for known in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} has no place in an archive")


def _value(kind: Any, data: Any) -> Any:
    if is_dataclass(kind):
        return _dataclass(cast("type", kind), data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (wanted,) = (one for one in inner if one is not type(None))
        return None if data is None else _value(wanted, data)
    if origin is tuple:
        return _tuple(inner, data)
    if origin is frozenset:
        return frozenset(_value(inner[0], item) for item in data)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _value(inner[1], item) for key, item in data.items()}
    if kind is float and isinstance(data, int) and not isinstance(data, bool):
        return data  # a whole number stays as it was written, so that the same text comes out again
    if not isinstance(data, kind):
        raise TypeError(f"{kind.__name__} expected, {type(data).__name__} found")
    return data


def _tuple(inner: tuple[Any, ...], data: list[Any]) -> tuple[Any, ...]:
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_value(inner[0], item) for item in data)
    return tuple(_value(one, item) for one, item in zip(inner, data, strict=True))


def _dataclass(kind: type, data: Mapping[str, Any]) -> Any:
    hints, optional = _fields_of(kind)
    unknown = sorted(data.keys() - hints.keys())
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(unknown)}")
    missing = sorted(hints.keys() - data.keys() - optional)
    if missing:
        raise ValueError(f"{kind.__name__} without {', '.join(missing)}")
    return kind(**{name: _value(hints[name], item) for name, item in data.items()})


@functools.cache
def _fields_of(kind: type) -> tuple[dict[str, Any], frozenset[str]]:
    """Give (name -> type, names with a default) of a dataclass."""
    hints = get_type_hints(kind)
    known = fields(kind)
    optional = frozenset(
        item.name for item in known if item.default is not MISSING or item.default_factory is not MISSING
    )
    return {item.name: hints[item.name] for item in known}, optional
