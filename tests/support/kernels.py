"""Cells and commands in a person's server, as notebooks and terminals have them executed."""

import asyncio
import json
import uuid

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

PATIENCE = 300  # seconds


def start_cell(client, home: str, source: str) -> str:
    """Start a kernel and a cell in it; return the kernel's id once the cell runs. `home` is the path of the server."""
    kernel = client.post(f"{home}/api/kernels", json={"name": "python3"}).json()["id"]
    asyncio.run(run(request_of(client, f"{home}/api/kernels/{kernel}/channels"), source))
    return kernel


def start_command(client, home: str, command: str) -> str:
    """Open a terminal and type a command in it; return the terminal's name."""
    name = client.post(f"{home}/api/terminals", json={}).json()["name"]
    asyncio.run(type_in(request_of(client, f"{home}/terminals/websocket/{name}"), command))
    return name


def request_of(client, path: str) -> HTTPRequest:
    """Return what opens a web socket of a client's server."""
    address = str(client.base_url).rstrip("/").replace("http", "ws", 1)
    patience = {"connect_timeout": PATIENCE, "request_timeout": PATIENCE}
    return HTTPRequest(address + path, headers=dict(client.headers), **patience)


async def run(request: HTTPRequest, source: str) -> None:
    """Ask for a cell and return once it runs."""
    socket = await websocket_connect(request)
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": "execute_request",
        "username": "",
        "session": "s",
        "version": "5.3",
    }
    content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    parts = {"parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
    await socket.write_message(json.dumps({"header": header, **parts}))
    while said := await socket.read_message():
        message = json.loads(said)
        if message["msg_type"] == "execute_input" and message["parent_header"]["msg_id"] == header["msg_id"]:
            break
    socket.close()


async def type_in(request: HTTPRequest, command: str) -> None:
    """Type a command in a terminal, once its shell asks for one."""
    socket = await websocket_connect(request)
    while said := await socket.read_message():
        if json.loads(said)[0] == "stdout":
            break
    await socket.write_message(json.dumps(["stdin", f"{command}\r"]))
    while said := await socket.read_message():
        if command in str(json.loads(said)[1:]):
            break
    socket.close()
