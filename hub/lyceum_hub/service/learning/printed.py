"""Certificates as PDF: one sheet with the facts of their page, and the address, also as a QR code, that verifies it."""

import io
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from babel.dates import format_date
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.renderPDF import draw
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, KeepInFrame, Paragraph, Spacer, Table

WIDTH, HEIGHT = landscape(A4)
MARGIN, FOOT, CODE = 2.2 * cm, 5.2 * cm, 3 * cm
INK, QUIET, LINE = HexColor(0x1F2733), HexColor(0x5A6575), HexColor(0xD5DAE2)
SENTENCES = {
    "en": {
        "certificate": "Certificate: {title}",
        "passed": "has passed every exercise of the course",
        "facts": "{checks} exercises, about {minutes} minutes, on {day}",
        "signed": "{workspace} has signed this certificate, code {code}. It confirms the answers judged under this"
        " account, not who sat at the keyboard. Whether this sheet is genuine is told at",
    },
    "fr": {
        "certificate": "Certificat\u00a0: {title}",
        "passed": "a réussi tous les exercices du cours",
        "facts": "{checks} exercices, {minutes} minutes environ, le {day}",
        "signed": "{workspace} a signé ce certificat, code {code}. Il confirme les réponses jugées sous ce compte, non"
        " l’identité de qui était au clavier. L’authenticité de cette feuille se vérifie à l’adresse",
    },
}


def printed(said: Mapping[str, Any], address: str) -> bytes:
    """Return the PDF of what a certificate says; `address` is that of its page."""
    language = "fr" if said["language"] == "fr" else "en"
    sentences, file = SENTENCES[language], io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=1, lang=language)
    canvas.setTitle(sentences["certificate"].format(title=said["title"]))
    canvas.setAuthor(said["workspace"])
    width, top = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN - FOOT
    put(canvas, facts(said, sentences, language), MARGIN, MARGIN + FOOT, width, top)
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, MARGIN + CODE + 0.6 * cm, WIDTH - MARGIN, MARGIN + CODE + 0.6 * cm)
    put(canvas, verification(said, sentences, address), MARGIN, MARGIN, width - CODE - cm, CODE)
    draw(qr_code(address), canvas, WIDTH - MARGIN - CODE, MARGIN)
    canvas.save()
    return file.getvalue()


def put(canvas: Canvas, story: list[Flowable], x: float, y: float, width: float, height: float) -> None:
    """Put paragraphs into a rectangle, smaller where they would not fit."""
    frame = Frame(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    frame.addFromList([KeepInFrame(width, height, story, mode="shrink")], canvas)


def facts(said: Mapping[str, Any], sentences: Mapping[str, str], language: str) -> list[Flowable]:
    """Return who passed what, and when."""
    day = format_date(datetime.fromisoformat(said["completed_at"]).date(), "d MMMM yyyy", locale=language)
    about = sentences["facts"].format(checks=said["checks"], minutes=said["minutes"], day=day)
    return [
        text(said["workspace"], 11, QUIET),
        text(said["holder"], 34, space=10),
        text(sentences["passed"], 12, QUIET),
        text(said["title"], 22, face=1, space=14),
        modules(said["modules"]),
        Spacer(1, 12),
        text(about, 11),
    ]


def modules(titles: list[str]) -> Table:
    """Return the modules, numbered, in two columns."""
    lines = [text(f"{number}. {title}", 11) for number, title in enumerate(titles, 1)]
    half = (len(lines) + 1) // 2
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)]
    return Table([[lines[:half], lines[half:]]], style=style, hAlign="LEFT")


def verification(said: Mapping[str, Any], sentences: Mapping[str, str], address: str) -> list[Flowable]:
    """Return what the certificate is good for, and where that is verified."""
    signed = sentences["signed"].format(workspace=said["workspace"], code=said["code"])
    return [text(signed, 10, QUIET, space=4), text(address, 10, link=address)]


def text(said: str, size: int, colour: Any = INK, *, face: int = 0, space: float = 2, link: str = "") -> Paragraph:
    """Return a paragraph of plain text; `face` 1 is bold."""
    style = ParagraphStyle("", fontName=fonts()[face], fontSize=size, leading=size * 1.35, textColor=colour)
    style.spaceAfter = space
    plain = escape(drawable(said))
    return Paragraph(f'<a href="{escape(link, {chr(34): "&quot;"})}">{plain}</a>' if link else plain, style)


def drawable(said: str) -> str:
    """Return a text with a question mark in place of each character that the font does not have."""
    known = pdfmetrics.getFont(fonts()[0]).face.charToGlyph
    return "".join(one if ord(one) in known else "?" for one in said.replace("\u202f", "\u00a0"))


@cache
def fonts() -> tuple[str, str]:
    """Return the names of the plain and the bold font that reportlab ships, which are embedded."""
    for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, file))
    return "Vera", "VeraBd"


def qr_code(address: str) -> Drawing:
    """Return an address as a QR code."""
    code = QrCodeWidget(address, barBorder=0)
    left, bottom, right, top = code.getBounds()
    drawing = Drawing(CODE, CODE, transform=[CODE / (right - left), 0, 0, CODE / (top - bottom), 0, 0])
    drawing.add(code)
    return drawing
