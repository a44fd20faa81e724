"""The documentation of the HTTP interface, readable without any other computer.

The page and its script come from this service: the reader (Swagger UI) is the copy that the
package fastapi-offline carries.
"""

from importlib.resources import files
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

router = APIRouter(include_in_schema=False)

_READER: Final = files("fastapi_offline") / "static"
_KINDS: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>HighRoad: HTTP interface</title>
<link rel="icon" href="/docs/favicon.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="reader"></main>
<noscript>The description is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
# A null validator: the reader would otherwise ask a server of its makers.
_START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reader",
  deepLinking: true,
  validatorUrl: null,
});
"""


@router.get("/docs")
def docs() -> HTMLResponse:
    """The page that shows every operation."""
    return HTMLResponse(_PAGE)


@router.get("/docs/start.js")
def start() -> Response:
    """The script that starts the reader; a file of its own, so that no script is inline."""
    return Response(_START, media_type="text/javascript")


@router.get("/docs/swagger-ui-bundle.js")
def reader_script() -> Response:
    """The reader."""
    return _of_reader("swagger-ui-bundle.js")


@router.get("/docs/swagger-ui.css")
def reader_style() -> Response:
    """How the reader looks."""
    return _of_reader("swagger-ui.css")


@router.get("/docs/favicon.png")
def icon() -> Response:
    """The icon of the page."""
    return _of_reader("favicon.png")


def _of_reader(name: str) -> Response:
    return Response((_READER / name).read_bytes(), media_type=_KINDS[name])
