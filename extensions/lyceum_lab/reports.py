"""A run's output as one HTML page that is safe to open: nothing in it is executed, and nothing is fetched."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat

POLICY = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'"
)

MOST_OF_ONE = {"text/html": 512 * 1024, "text/markdown": 512 * 1024, "text/plain": 512 * 1024}
MOST_OF_AN_IMAGE = 4 * 1024 * 1024
MOST_IN_ALL = 24 * 1024 * 1024
MOST_OUTPUTS_OF_A_CELL = 1000
PREFERRED = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain", "text/latex")
LEFT_OUT = "An output is left out of this report because it is large. The notebook has it."

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details", "div", "dl"),
    *("dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre"),
    *("s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("tr", "tt", "u", "ul"),
}
ATTRIBUTES = {
    *("align", "alt", "class", "colspan", "height", "open", "rowspan", "start", "style", "title", "width"),
}
PROTOCOLS = {"http", "https", "mailto", "data"}
LINK = re.compile(r"(https?://|mailto:|#)", re.ASCII | re.IGNORECASE)
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,", re.ASCII)


def report(notebook: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    """Return the page; it takes seconds and megabytes where outputs are large."""
    from jinja2 import FileSystemLoader  # here, so that a server starts without any of this
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(
        extra_loaders=[FileSystemLoader(Path(__file__).parent)],
        template_file="report.html.j2",
        filters={"clean_html": cleaned},
        sanitize_html=True,
        exclude_anchor_links=True,
    )
    page, _ = exporter.from_notebook_node(pruned(notebook), resources={"run": run, "facts": dict(facts(run))})
    return str(page)


def pruned(notebook: Mapping[str, Any]) -> Any:
    """Return a new notebook of source and outputs only, each output in one form and within bounds."""
    allowance = Allowance(MOST_IN_ALL)
    cells = [part for cell in notebook.get("cells", []) if (part := pruned_cell(cell, allowance))]
    return nbformat.v4.new_notebook(cells=cells, metadata={"language_info": {"name": language(notebook)}})


def pruned_cell(cell: Mapping[str, Any], allowance: "Allowance") -> Any:
    """Return a cell without metadata and attachments; None for one that is not shown."""
    source = text(cell.get("source"))
    if cell.get("cell_type") == "markdown":
        return nbformat.v4.new_markdown_cell(source)
    if cell.get("cell_type") != "code":
        return None
    outputs = cell.get("outputs", [])
    kept = [pruned_output(output, allowance) for output in outputs[:MOST_OUTPUTS_OF_A_CELL]]
    more = [note(LEFT_OUT)] if len(outputs) > len(kept) else []
    counter = cell.get("execution_count")
    return nbformat.v4.new_code_cell(
        source, outputs=[*kept, *more], execution_count=counter if isinstance(counter, int) else None
    )


def pruned_output(output: Mapping[str, Any], allowance: "Allowance") -> Any:
    """Return an output in the richest form that fits, or a sentence in its place."""
    kind = output.get("output_type")
    if kind == "stream":
        said = text(output.get("text"))
        return note(said) if allowance.grants(len(said), MOST_OF_ONE["text/plain"]) else note(LEFT_OUT)
    if kind == "error":
        said = "\n".join(map(text, output.get("traceback", []))) or f"{output.get('ename')}: {output.get('evalue')}"
        return note(said) if allowance.grants(len(said), MOST_OF_ONE["text/plain"]) else note(LEFT_OUT)
    data = output.get("data", {})
    for form in PREFERRED:
        if form in data and allowance.grants(len(shown := text(data[form])), MOST_OF_ONE.get(form, MOST_OF_AN_IMAGE)):
            return nbformat.v4.new_output("display_data", {form: shown})
    return note(LEFT_OUT if any(form in data for form in PREFERRED) else "An output that only JupyterLab can show.")


class Allowance:
    """How much a report may still take in."""

    def __init__(self, most: int) -> None:
        self._left = most

    def grants(self, size: int, most: int) -> bool:
        """Take so much where it is within both bounds."""
        if size > min(most, self._left):
            return False
        self._left -= size
        return True


def note(said: str) -> Any:
    """Return plain text as an output."""
    return nbformat.v4.new_output("stream", text=said)


def cleaned(element: str) -> str:
    """Return HTML with harmless elements only: no scripts, styles of its own, forms, frames or foreign addresses."""
    from bleach import clean
    from bleach.css_sanitizer import CSSSanitizer
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(str(element), "html.parser")
    for unseen in soup.find_all(["script", "style", "template", "noscript", "title"]):
        unseen.decompose()
    kept: str = clean(str(soup), TAGS, allows, protocols=PROTOCOLS, strip=True, css_sanitizer=CSSSanitizer())
    return kept


def allows(tag: str, name: str, value: str) -> bool:
    """Whether an attribute may stay: links lead to the web, pictures are part of the page."""
    if (tag, name) == ("a", "href"):
        return bool(LINK.match(value))
    if (tag, name) == ("img", "src"):
        return bool(PICTURE.match(value))
    return name in ATTRIBUTES


def facts(run: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a reader of the report wants to know of the run."""
    yield "State", str(run.get("state", ""))
    yield "Owner", str(run.get("owner", ""))
    yield "Started", told(run.get("started_at"))
    yield "Finished", told(run.get("finished_at"))


def told(instant: str | None) -> str:
    """Return an instant as people read it."""
    return datetime.fromisoformat(instant).strftime("%-d %B %Y, %H:%M UTC") if instant else ""


def language(notebook: Mapping[str, Any]) -> str:
    """Return the language to colour sources as; plain text for a name that is none."""
    told = notebook.get("metadata", {}).get("language_info", {}).get("name", "python")
    return told if isinstance(told, str) and re.fullmatch(r"[A-Za-z0-9+#_-]{1,40}", told) else "text"


def text(value: Any) -> str:
    """Return text that a notebook keeps whole or in lines."""
    return "".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
