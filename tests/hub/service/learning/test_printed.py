"""Certificates as PDF: one sheet that says what the page says, and where that is verified."""

import io

from pypdf import PdfReader
from sqlalchemy import update

from lyceum_hub.database.tables import certificates
from lyceum_hub.service.learning.printed import printed
from support.courses import RIGHT, course

ADDRESS = "https://lab.example.org/services/lyceum/certificates/0123456789abcdef01234567"
SAID = {
    "code": "0123456789abcdef01234567",
    "holder": "amelie",
    "course": "premiers_pas",
    "title": "Premiers pas : l’île, où l’œuvre naît 北",
    "language": "fr",
    "minutes": 90,
    "modules": ["Créer un notebook", "Une tâche"],
    "checks": 11,
    "completed_at": "2026-08-02T10:00:00+00:00",
    "workspace": "Centre d’excellence",
}


def read(pdf):
    """Return the pages of a PDF and their text, in one line."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_sheet_says_who_passed_what_when_and_where_it_is_verified():
    number, text = read(printed(SAID, ADDRESS))
    assert number == 1
    for words in ("amelie", "a réussi tous les exercices", "l’île, où l’œuvre naît ?", "1. Créer un notebook"):
        assert words in text
    assert "11 exercices, 90 minutes environ, le 2 août 2026" in text
    assert ADDRESS in text.replace(" ", "")
    title = PdfReader(io.BytesIO(printed(SAID, ADDRESS))).metadata.title
    assert title.startswith("Certificat\u00a0: Premiers pas")


def test_a_long_course_of_somebody_with_a_long_name_stays_one_sheet():
    long = {**SAID, "language": "en", "holder": "a" * 64, "title": "A title <b>of words</b> " * 8}
    number, text = read(printed({**long, "modules": ["A module with a rather long title"] * 60}, ADDRESS))
    assert number == 1
    assert "60. A module" in text
    assert "<b>of words</b>" in text
    assert "on 2 August 2026" in text


def test_a_genuine_certificate_is_there_as_pdf_and_a_forged_one_is_not(api, app):
    api("POST", "/api/entries", "admin", json=course("lesson"))
    for check, answer in RIGHT.items():
        api("POST", f"/api/courses/lesson/checks/{check}", "ben", json=answer)
    page = api("GET", "/api/courses/lesson", "ben").json()["certificate"]
    path = page[page.index("/certificates/") :]
    assert f'href="{page.rpartition("/")[2]}.pdf"' in api("GET", path, None).text
    answer = api("GET", f"{path}.pdf", None)
    assert answer.headers["content-type"] == "application/pdf"
    assert page in read(answer.content)[1].replace(" ", "")
    with app.state.database.writing() as connection:
        connection.execute(update(certificates).values(record={**SAID, "code": "x"}))
    assert api("GET", f"{path}.pdf", None).status_code == 404
    assert api("GET", "/certificates/none.pdf", None).status_code == 404
