"""Answers what is known of attempts and of this deployment, without a GPU."""

from __future__ import annotations

import json
from typing import Any, TypedDict

from easel_worker.platforms import Platform

MAX_READ = 4 * 1024 * 1024


class LedgerReply(TypedDict):
    reply: str


class LedgerData(LedgerReply):
    data: bytes


LedgerAnswer = LedgerReply | LedgerData


def answer(request_json: str, platform: Platform, description: dict[str, Any]) -> LedgerAnswer:
    """`describe`, `find` or `read`; whatever others committed is seen, as each answer reloads first."""
    request = json.loads(request_json)
    op = request.get("op")
    if op == "describe":
        return {"reply": json.dumps(description)}
    platform.reload()
    if op == "find":
        return {"reply": json.dumps(_find(platform, request["attempt_id"]))}
    if op == "read":
        return _read(platform, request)
    raise ValueError(f"{op!r} is no operation of the ledger")


def _find(platform: Platform, attempt_id: str) -> dict[str, Any]:
    holder = platform.holder(attempt_id)
    result = platform.results.finished(attempt_id)
    state = "finished" if result else "claimed" if holder else "absent"
    return {"state": state, "call_id": holder, "result": result}


def _read(platform: Platform, request: dict[str, Any]) -> LedgerData:
    attempt_id, name = request["attempt_id"], request["name"]
    offset, length = int(request.get("offset", 0)), int(request.get("length", MAX_READ))
    if offset < 0 or not 0 <= length <= MAX_READ:
        raise ValueError(f"offset must not be negative and length not exceed {MAX_READ}")
    size = platform.results.size(attempt_id, name)
    if size is None:
        return {"reply": json.dumps({"size": None}), "data": b""}
    return {"reply": json.dumps({"size": size}), "data": platform.results.read(attempt_id, name, offset, length)}
