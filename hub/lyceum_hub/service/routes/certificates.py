"""Certificates: a page for whoever has the code, logged in or not, that says whether the service has signed it."""

from datetime import datetime
from pathlib import Path as File
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from lyceum_hub.errors import NotFound
from lyceum_hub.service.learning.certificates import Certificate
from lyceum_hub.service.routes.parts import CertificatesPart, SettingsPart

router = APIRouter(tags=["courses"])

PAGES = Environment(autoescape=True, loader=FileSystemLoader(File(__file__).parents[1] / "learning"))
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


PAGE = {"text/html": {"schema": {"type": "string"}}}


@router.get(
    "/certificates/{certificate}",
    response_class=HTMLResponse,
    responses={404: {"description": "No certificate has this code.", "content": PAGE}},
)
def read(
    certificates: CertificatesPart, settings: SettingsPart, certificate: Annotated[str, Path(max_length=64)]
) -> HTMLResponse:
    """Show a certificate, and whether it is genuine; its code is all that one needs to know."""
    try:
        found = certificates.get(certificate)
    except NotFound:
        return page(None, settings.name, 404)
    return page(found, settings.name)


def page(found: Certificate | None, workspace: str, status: int = 200) -> HTMLResponse:
    """Return the page about a certificate, or about there being none."""
    said = found.record if found and found.valid else None
    day = datetime.fromisoformat(said["completed_at"]).date() if said else None
    html = PAGES.get_template("certificate.html").render(certificate=said, day=day, workspace=workspace, found=found)
    return HTMLResponse(html, status, HEADERS)
