"""Records to JSON documents and back, exactly: how the store keeps what it does not query by column.

This is the store's own form, not an export. Reading is strict: a word that is no longer in the vocabulary, a
missing or an unknown field is a `StoreError`, never a default. So a change to the fields of a stored record
needs a migration.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from verifier.domain import Block, Claim, Judgement, Mention, Verdict
from verifier.errors import StoreError

T = TypeVar("T")
W = TypeVar("W", bound=StrEnum)


class Codec(Generic[T]):
    """Turns values of one type into JSON text and back; `load(dump(value)) == value`."""

    def __init__(self, kind: Any, name: str) -> None:
        self._name = name
        form = _form(kind)
        self._encode, self._decode = form.encode or (lambda value: value), form.decode

    def dump(self, value: T) -> str:
        """The value as compact JSON text."""
        return json.dumps(self._encode(value), ensure_ascii=False, separators=(",", ":"))

    def load(self, text: str) -> T:
        """The value that `dump` made `text` from; StoreError when it is not one."""
        try:
            value: T = self._decode(json.loads(text))
        except ValueError as error:
            raise _unreadable(self._name, error) from error
        return value


def read_word(kind: type[W], stored: str) -> W:
    """The word of a vocabulary that stands in a column; StoreError when it has no such word."""
    try:
        return kind(stored)
    except ValueError as error:
        raise _unreadable(kind.__name__.lower(), error) from error


def _unreadable(name: str, error: ValueError) -> StoreError:
    return StoreError(
        f"a stored {name} cannot be read: {error}; it was damaged or written by another version of verifier: "
        "use that version, or add the articles to a new workspace"
    )


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of one type become JSON values and come back; `decode` raises ValueError on others.

    `encode` is None where the value is a JSON value itself: not to call it halves the time of storing a verdict.
    """

    encode: Callable[[Any], Any] | None
    decode: Callable[[Any], Any]


@cache
def _form(kind: Any) -> _Form:
    """The form of a type: a record, a word, a date, a plain value, or a tuple, set or option of these."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (only,) = (each for each in inner if each is not type(None))
        return _optional(_form(only))
    if origin is tuple and inner[1:] == (Ellipsis,):
        return _several(_form(inner[0]), tuple, list)
    if origin is tuple:
        return _each(tuple(map(_form, inner)))
    if origin is frozenset:
        return _several(_form(inner[0]), frozenset, sorted)
    if is_dataclass(kind):
        return _record(kind)
    if kind in (str, int, bool):
        return _Form(None, lambda value: _checked(value, kind))
    if kind is datetime:
        return _Form(datetime.isoformat, lambda value: datetime.fromisoformat(_checked(value, str)))
    if kind is date:
        return _Form(date.isoformat, lambda value: date.fromisoformat(_checked(value, str)))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _Form(None, kind)  # a word is a str, and JSON writes it as one
    raise TypeError(f"no stored form for {kind!r}: add one to {__name__}")


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{value!r} is not {kind.__name__}")
    return value


def _optional(form: _Form) -> _Form:
    encode, decode = form.encode, form.decode
    return _Form(
        None if encode is None else lambda value: None if value is None else encode(value),
        lambda value: None if value is None else decode(value),
    )


def _several(form: _Form, gather: Callable[[Any], Any], arrange: Callable[[Any], list[Any]]) -> _Form:
    encode, decode = form.encode, form.decode
    return _Form(
        arrange if encode is None else lambda values: [encode(value) for value in arrange(values)],
        lambda values: gather([decode(value) for value in _checked(values, list)]),
    )


def _each(forms: tuple[_Form, ...]) -> _Form:
    """A tuple with a form for each place, of values that JSON takes as they are."""

    def decode(value: Any) -> Any:
        if type(value) is not list or len(value) != len(forms):
            raise ValueError(f"{value!r} is not a list of {len(forms)}")
        return tuple(form.decode(one) for form, one in zip(forms, value, strict=True))

    if any(form.encode for form in forms):
        raise TypeError("no stored form for a tuple of what is no plain value")
    return _Form(list, decode)


def _record(kind: Any) -> _Form:
    hints = get_type_hints(kind)
    forms = {each.name: _form(hints[each.name]) for each in fields(kind)}
    encoders = [(name, form.encode) for name, form in forms.items()]

    def encode(record: Any) -> dict[str, Any]:
        return {
            name: getattr(record, name) if encode is None else encode(getattr(record, name))
            for name, encode in encoders
        }

    def decode(value: Any) -> Any:
        if type(value) is not dict or value.keys() != forms.keys():
            found = sorted(value) if type(value) is dict else value
            raise ValueError(f"{kind.__name__} has the fields {sorted(forms)}, found {found!r}")
        return kind(**{name: form.decode(value[name]) for name, form in forms.items()})

    return _Form(encode, decode)


BLOCKS: Codec[tuple[Block, ...]] = Codec(tuple[Block, ...], "list of blocks")
TEXTS: Codec[tuple[str, ...]] = Codec(tuple[str, ...], "list of texts")
MENTION: Codec[Mention] = Codec(Mention, "mention")
CLAIM: Codec[Claim] = Codec(Claim, "claim")
JUDGEMENTS: Codec[tuple[Judgement, ...]] = Codec(tuple[Judgement, ...], "list of judgements")
VERDICT: Codec[Verdict] = Codec(Verdict, "verdict")
