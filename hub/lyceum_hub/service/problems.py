"""Errors as problem+json (RFC 9457): what happened, to what, and what to do."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException

from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_catalog.validation import path_of
from lyceum_hub.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    LyceumError,
    NotFound,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from lyceum_hub.service.language import said, spoken

STATUS: dict[type[Exception], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    TooLarge: 413,
    Invalid: 422,
    TooMany: 429,
    Unavailable: 503,
}

MEDIA_TYPE = "application/problem+json"
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "what kind of thing went wrong"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what happened, and to what"},
        "remedy": {"type": "string", "description": "what to do"},
        "field": {"type": "string", "description": "the field that it is about"},
        "errors": {"type": "array", "items": {"type": "object"}, "description": "everything that was found, by field"},
    },
}
# What every route may answer besides what it says itself.
RESPONSES: dict[int | str, dict[str, Any]] = {
    kind: {"description": description, "content": {MEDIA_TYPE: {"schema": SCHEMA}}}
    for kind, description in (("4XX", "A problem of the request."), ("5XX", "A problem of ours."))
}


def install(app: FastAPI) -> None:
    """Have the application answer every error as problem+json."""
    app.add_exception_handler(LyceumError, answer_error)
    app.add_exception_handler(InvalidContent, answer_invalid_content)
    app.add_exception_handler(RequestValidationError, answer_invalid_request)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(OperationalError, answer_busy)
    for kind in (DataError, UnicodeError, OverflowError, RecursionError):
        app.add_exception_handler(kind, answer_unstorable)
    app.add_exception_handler(Exception, answer_broken)


def status_of(error: Exception) -> int:
    """Return the HTTP status of an error, looked up along its classes."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def problem(status: int, title: str, detail: str, **more: Any) -> JSONResponse:
    """Return a problem+json answer in the language of the request; what is empty is left out."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    body = spoken(body, "title", "detail", "remedy")
    headers = {"Retry-After": "5"} if status == 503 else {}
    return JSONResponse(
        {key: value for key, value in body.items() if value not in (None, [])},
        status,
        headers,
        media_type=MEDIA_TYPE,
    )


async def answer_error(_: Request, error: Exception) -> JSONResponse:
    """Answer an error of ours with its own words."""
    assert isinstance(error, LyceumError)
    title = (type(error).__doc__ or "").strip()
    return problem(status_of(error), title, error.detail, field=error.field, remedy=error.remedy)


async def answer_invalid_content(_: Request, error: Exception) -> JSONResponse:
    """Answer every problem that was found in what was submitted."""
    assert isinstance(error, InvalidContent)
    return invalid(error.problems)


async def answer_invalid_request(_: Request, error: Exception) -> JSONResponse:
    """Answer what does not fit in a request's body or address."""
    assert isinstance(error, RequestValidationError)
    found = [Problem(path_of(item["loc"][1:]), f"{item['msg']}.") for item in error.errors()]
    return invalid(found)


def invalid(problems: Sequence[Problem]) -> JSONResponse:
    """Return the answer to what cannot be used; the first problem leads."""
    first = problems[0]
    detail = " ".join(part for part in (first.file, first.field, said(first.message)) if part)
    errors = [spoken(item.as_dict(), "message", "remedy") for item in problems]
    return problem(
        422,
        "Something in the request cannot be used.",
        detail,
        field=first.field or None,
        remedy=first.remedy or None,
        errors=errors,
    )


async def answer_http(request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses: an unknown path, a method that is not offered."""
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), f"{request.method} {request.url.path}: {error.detail}.")


async def answer_busy(_: Request, error: Exception) -> JSONResponse:
    """Answer that the database is locked or away; nothing of the request was done."""
    return problem(503, "The database does not answer just now.", "Nothing was changed. Try again in a few seconds.")


async def answer_unstorable(_: Request, error: Exception) -> JSONResponse:
    """Answer to text, numbers or nesting that the database cannot take; its transaction left nothing."""
    detail = "It holds a zero character, half a character, a number too large, or too many nested levels."
    return problem(422, "Something in the request cannot be stored.", detail, remedy="Leave that out.")


async def answer_broken(request: Request, error: Exception) -> JSONResponse:
    """Answer a mistake of ours; the log has the traceback."""
    detail = f"{request.method} {request.url.path} met an error of ours, which is in the service's log."
    return problem(500, "Something here is broken.", detail, remedy="Tell an administrator when it was.")
