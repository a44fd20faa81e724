"""Listening: the HTTP application on a port of this computer until somebody stops it."""

import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from api.security import check_loopback
from models.errors import SettingsRefused


def listen(host: str, port: int) -> socket.socket:
    """A socket on a loopback address; port 0 takes any free one.

    Raises SettingsRefused where the address is not this computer's or the port is taken.
    """
    check_loopback(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise SettingsRefused(
            f"HighRoad cannot listen on {host} port {port}: {error.strerror}.",
            "Stop what uses the port, or choose another with --port.",
        ) from error


def server_of(app: FastAPI) -> uvicorn.Server:
    """The web server of an application; it writes no log lines of its own about requests."""
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
    return uvicorn.Server(config)


def serve(app: FastAPI, host: str, port: int, *, listening: Callable[[str], None]) -> None:
    """Serve until stopped; `listening` is told the address once the port is ours."""
    with listen(host, port) as opened:
        shown = f"[{host}]" if ":" in host else host
        listening(f"http://{shown}:{opened.getsockname()[1]}")
        server_of(app).run(sockets=[opened])
