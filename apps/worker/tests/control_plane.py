"""As much of Modal's control plane as `modal deploy` talks to: it makes up ids and writes down what it was asked."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from grpclib.const import Handler
from grpclib.server import Server
from modal_proto import api_grpc, api_pb2

NEVER_EXPIRES = "x.eyJleHAiOjk5OTk5OTk5OTl9.x"


class ControlPlane:
    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.url = ""

    def of(self, name: str) -> list[Any]:
        return [request for asked, request in self.asked if asked == name]

    def __mapping__(self) -> dict[str, Handler]:
        nothing = {name: None for name in vars(api_grpc.ModalClientBase) if not name.startswith("_")}
        declared = type("Declared", (api_grpc.ModalClientBase,), nothing)().__mapping__()
        return {
            path: Handler(self._answering(path.rpartition("/")[2], known), *known[1:])
            for path, known in declared.items()
        }

    def _answering(self, name: str, known: Handler) -> Callable[[Any], Any]:
        async def answer(stream: Any) -> None:
            request = await stream.recv_message()
            self.asked.append((name, request))
            reply = known.reply_type()
            for field in reply.DESCRIPTOR.fields:
                if field.type == field.TYPE_STRING and field.name.endswith("_id"):
                    setattr(reply, field.name, f"{PREFIXES.get(field.name, 'xx')}-{len(self.asked)}")
            self._fill(name, request, reply)
            await stream.send_message(reply)

        return answer

    def _fill(self, name: str, request: Any, reply: Any) -> None:
        if name == "AuthTokenGet":
            reply.token = NEVER_EXPIRES
        elif name == "EnvironmentGetOrCreate":
            reply.metadata.settings.image_builder_version = "2025.06"
        elif name == "ImageGetOrCreate":
            reply.result.status = api_pb2.GenericResult.GENERIC_STATUS_SUCCESS
        elif name == "MountPutFile":
            reply.exists = True
        elif name == "FunctionPrecreate":
            self._name(reply, request)
        elif name == "FunctionCreate":
            reply.function_id = request.existing_function_id
            reply.function_data.ranked_functions.add().function.CopyFrom(request.function)
            self._name(reply, request.function)
        elif name == "AppPublish":
            reply.url = "http://127.0.0.1/app"

    def _name(self, reply: Any, function: Any) -> None:
        reply.handle_metadata.function_name = function.function_name
        for method in function.method_definitions:
            reply.handle_metadata.method_handle_metadata[method].function_name = method


PREFIXES = {
    "app_id": "ap",
    "class_id": "cs",
    "dict_id": "di",
    "environment_id": "en",
    "function_id": "fu",
    "image_id": "im",
    "mount_id": "mo",
    "queue_id": "qu",
    "secret_id": "st",
    "volume_id": "vo",
}


@contextmanager
def control_plane() -> Iterator[ControlPlane]:
    plane = ControlPlane()
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(_listen(plane))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield plane
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _listen(plane: ControlPlane) -> Server:
    server = Server([plane])
    with socket.create_server(("127.0.0.1", 0)) as free:
        listening = free.dup()
    plane.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    await server.start(sock=listening)
    return server
