"""Certificates: a page for whoever has the code, logged in or not, that says whether the service signed it; as PDF."""

from datetime import datetime
from pathlib import Path as File
from typing import Annotated, Any

from babel.dates import format_date
from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader

from lyceum_hub.errors import NotFound
from lyceum_hub.service.language import asked
from lyceum_hub.service.learning.certificates import Certificate
from lyceum_hub.service.routes.parts import CertificatesPart, SettingsPart, answers
from lyceum_hub.settings import SERVICE_PREFIX

router = APIRouter(tags=["courses"])

PAGES = Environment(autoescape=True, loader=FileSystemLoader(File(__file__).parents[1] / "learning"))
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}

PAGE = {"text/html": {"schema": {"type": "string"}}}
NONE: dict[int | str, Any] = {404: {"description": "No certificate has this code.", "content": PAGE}}
Code = Annotated[str, Path(max_length=64)]


class Pdf(Response):
    """A PDF file."""

    media_type = "application/pdf"


@router.get(
    "/certificates/{certificate}.pdf", response_class=Pdf, responses={**answers(Pdf.media_type, "string"), **NONE}
)
def pdf(certificates: CertificatesPart, settings: SettingsPart, certificate: Code) -> Response:
    """Return a genuine certificate as a sheet to print; its code is all that one needs to know."""
    from lyceum_hub.service.learning.printed import printed  # what draws takes long to import, and is rarely wanted

    try:
        found = certificates.get(certificate)
    except NotFound:
        return page(None, settings.name, 404)
    if not found.valid:
        return page(found, settings.name, 404)
    address = f"{settings.url}{SERVICE_PREFIX}/certificates/{certificate}"
    name = f"inline; filename=certificate-{found.record['course']}.pdf"
    return Pdf(printed(found.record, address), headers={**HEADERS, "Content-Disposition": name})


@router.get("/certificates/{certificate}", response_class=HTMLResponse, responses=NONE)
def read(certificates: CertificatesPart, settings: SettingsPart, certificate: Code) -> HTMLResponse:
    """Show a certificate, and whether it is genuine; its code is all that one needs to know."""
    try:
        found = certificates.get(certificate)
    except NotFound:
        return page(None, settings.name, 404)
    return page(found, settings.name)


def page(found: Certificate | None, workspace: str, status: int = 200) -> HTMLResponse:
    """Return the page about a certificate in its language, or about there being none in that of who asks."""
    said = found.record if found and found.valid else None
    language = said["language"] if said else asked.get()
    about = {"language": language, "workspace": workspace, "found": found}
    day = datetime.fromisoformat(said["completed_at"]).date() if said else None
    written = format_date(day, "d MMMM yyyy", language) if day else ""
    html = PAGES.get_template("certificate.html").render(certificate=said, day=day, written=written, **about)
    return HTMLResponse(html, status, HEADERS)
