"""Holds Python types against a JSON Schema, in both directions."""

from __future__ import annotations

import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

Schema = dict[str, Any]
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def differences(kind: Any, schema: Schema, definitions: Schema, at: str = "") -> list[str]:  # noqa: PLR0911
    """Where a type and a schema do not say the same; nothing when they do."""
    schema = _resolved(schema, definitions)
    if kind is Any:
        return []
    if is_typeddict(kind):
        return _of_object(kind, schema, definitions, at)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _of_union(get_args(kind), schema, definitions, at)
    if origin is Literal:
        stated = set(schema.get("enum", [schema["const"]] if "const" in schema else []))
        return [] if stated == set(get_args(kind)) else [f"{at}: {sorted(map(str, stated ^ set(get_args(kind))))}"]
    if origin is list:
        return differences(get_args(kind)[0], schema.get("items", {}), definitions, f"{at}[]")
    if origin is dict:
        value = get_args(kind)[1]
        inner = schema.get("additionalProperties", {})
        if schema.get("type") != "object" or inner is False:
            return [f"{at}: is no free object"]
        return differences(value, inner, definitions, f"{at}.*")
    expected = PLAIN.get(kind)
    return [] if schema.get("type") == expected else [f"{at}: {expected} here, {schema.get('type')} in the schema"]


def _of_object(kind: Any, schema: Schema, definitions: Schema, at: str) -> list[str]:
    properties = schema.get("properties", {})
    hints = get_type_hints(kind)
    found = [f"{at}.{name}: in the schema only" for name in properties.keys() - hints.keys()]
    required = set(schema.get("required", []))
    found += [f"{at}.{name}: required on one side only" for name in required ^ set(kind.__required_keys__)]
    for name, inner in hints.items():
        if name not in properties:
            found.append(f"{at}.{name}: in the type only")
        else:
            found += differences(inner, properties[name], definitions, f"{at}.{name}")
    return found


def _of_union(kinds: tuple[Any, ...], schema: Schema, definitions: Schema, at: str) -> list[str]:
    """Each member must be one of the schema's, and the other way round."""
    members = [_resolved(member, definitions) for member in _members(schema)]
    fits = [[not differences(kind, member, definitions) for member in members] for kind in kinds]
    lonely = [f"{at}: {kind} is not in the schema" for kind, row in zip(kinds, fits, strict=True) if not any(row)]
    for index, member in enumerate(members):
        if not any(row[index] for row in fits):
            lonely.append(f"{at}: no type for {str(member)[:200]}")
    return lonely


def _members(schema: Schema) -> list[Schema]:
    if isinstance(schema.get("type"), list):
        return [{**schema, "type": one} for one in schema["type"]]
    return list(schema.get("anyOf") or schema.get("oneOf") or [schema])


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    reference = schema.get("$ref")
    return definitions[reference.removeprefix("#/$defs/")] if reference else schema
