"""A report shows what a run left behind, and none of it can act, whoever wrote it."""

import base64

import pytest
from bs4 import BeautifulSoup

from lyceum_lab.reports import LEFT_OUT, MOST_IN_ALL, MOST_OF_AN_IMAGE, report

SCRIPT = "<script>fetch('//evil.example')</script>"
PAYLOADS = [
    SCRIPT,
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href=javascript:alert(1)></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a href='java\tscript:alert(1)'>press</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>press</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='//evil.example'></object><embed src='//evil.example'>",
    "<form action='//evil.example'><button formaction='javascript:alert(1)'>press</button></form>",
    "<base href='//evil.example/'><link rel=stylesheet href='//evil.example'><meta http-equiv=refresh content=0>",
    "<style>@import '//evil.example';</style>",
    "<p style=\"position:fixed;background:url('//evil.example')\">text</p>",
    "</pre></div></body><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<img src='//evil.example/pixel.png'><video poster='//evil.example'></video>",
]
RUN = {"id": "r1", "name": "Nightly", "state": "succeeded", "owner": "ada", "parameters": {}, "figures": {}}
LIVE = {"script", "iframe", "object", "embed", "form", "button", "base", "link", "svg", "math", "video", "template"}


def code(*outputs, source="1 + 1", **more):
    cell = {"cell_type": "code", "metadata": {}, "source": source, "execution_count": 1, "outputs": list(outputs)}
    return cell | more


def shown(form, data, **more):
    return {"output_type": "display_data", "data": {form: data}, "metadata": {}, **more}


def page(*cells, run=RUN, **metadata):
    return BeautifulSoup(report({"cells": list(cells), "metadata": metadata}, run), "html.parser")


def assert_harmless(soup):
    assert not [element.name for element in soup.find_all(LIVE)]
    for element in soup.find_all(True):
        assert not [name for name in element.attrs if name.lower().startswith("on")], element
        assert element.get("src", "data:image/").startswith("data:image/"), element
        assert element.get("href", "#").startswith(("#", "https://", "http://", "mailto:")), element
        assert "url(" not in element.get("style", ""), element
        assert "position" not in element.get("style", ""), element
    foreign = [style for style in soup.find_all("style") if "evil.example" in style.text]
    assert not foreign
    metas = [meta for meta in soup.find_all("meta") if meta.get("http-equiv")]
    assert not metas


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "cell",
    [
        lambda hostile: code(shown("text/html", hostile)),
        lambda hostile: code(shown("text/markdown", hostile)),
        lambda hostile: code(shown("text/latex", hostile)),
        lambda hostile: code(shown("application/javascript", hostile)),
        lambda hostile: code(shown("text/vnd.mermaid", hostile)),
        lambda hostile: code(shown("image/png", f'AAAA" onerror="alert(1){hostile}')),
        lambda hostile: code({"output_type": "stream", "name": "stdout", "text": [hostile]}),
        lambda hostile: code({"output_type": "error", "ename": hostile, "evalue": hostile, "traceback": [hostile]}),
        lambda hostile: code(source=hostile, metadata={"tags": [f'"><b>{hostile}']}),
        lambda hostile: {"cell_type": "markdown", "metadata": {}, "source": f"# Title\n\n{hostile}\n\n`{hostile}`"},
        lambda hostile: {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": hostile},
    ],
    ids=["html", "markdown", "latex", "javascript", "mermaid", "png", "stream", "error", "source", "cell", "raw"],
)
def test_nothing_in_a_notebook_acts(cell, payload):
    assert_harmless(page(cell(payload), language_info={"name": payload}, title=payload))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_name_acts(payload):
    run = RUN | {"name": payload, "owner": payload, "parameters": {payload: payload}, "figures": {payload: 1.0}}
    soup = page(run=run)
    assert_harmless(soup)
    assert soup.h1.text == payload


def test_the_size_of_an_image_is_no_way_in():
    hostile = shown("image/png", "AAAA", metadata={"image/png": {"width": "1 onload=alert(1)"}})
    assert_harmless(page(code(hostile)))


def test_widgets_are_told_in_words():
    state = {"application/vnd.jupyter.widget-state+json": {"state": {"</script><script>alert(1)": {}}}}
    view = shown("application/vnd.jupyter.widget-view+json", {"model_id": "a"})
    soup = page(code(view), widgets=state)
    assert_harmless(soup)
    assert "only JupyterLab can show" in soup.text


def test_an_svg_is_a_picture():
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    soup = page(code(shown("image/svg+xml", drawing)))
    assert_harmless(soup)
    encoded = soup.select_one(".jp-RenderedSVG img")["src"].removeprefix("data:image/svg+xml;base64,")
    assert base64.b64decode(encoded).decode() == drawing


def test_what_is_harmless_reads_well():
    table = "<style scoped>.a{}</style><table class='dataframe'><thead><tr><th>rows</th></tr></thead></table>"
    soup = page(
        {"cell_type": "markdown", "metadata": {}, "source": "# Flights\n\n[more](https://example.org)"},
        code(shown("text/html", table), {"output_type": "stream", "text": "\x1b[31mred\x1b[0m"}),
        run=RUN | {"parameters": {"top": 3}, "figures": {"rows": 344.0}},
    )
    assert soup.find("table").th.text == "rows"
    assert ".a{}" not in soup.find("main").text
    assert soup.select_one(".ansi-red-fg").text == "red"
    assert soup.find("main").find("a")["href"] == "https://example.org"
    assert [heading.text for heading in soup.find_all("h1")] == ["Nightly", "Flights"]
    assert [term.text for term in soup.header.find_all("dt")][-2:] == ["top", "rows"]


def test_large_outputs_are_left_out_and_said_to_be():
    huge = "x" * (MOST_OF_AN_IMAGE + 1)
    soup = page(code(shown("image/png", huge), shown("text/html", huge), {"output_type": "stream", "text": huge}))
    assert soup.text.count(LEFT_OUT) == 3
    assert len(str(soup)) < 1_000_000


def test_many_outputs_are_bounded_together():
    image = "A" * MOST_OF_AN_IMAGE
    soup = page(*[code(shown("image/png", image)) for _ in range(12)])
    assert len(soup.find_all("img")) == MOST_IN_ALL // MOST_OF_AN_IMAGE
    assert soup.text.count(LEFT_OUT) == 12 - len(soup.find_all("img"))


def test_a_smaller_form_stands_in_for_one_that_is_too_large():
    both = {"text/html": "<b>" + "x" * 2_000_000, "text/plain": "344 rows"}
    assert "344 rows" in page(code({"output_type": "execute_result", "data": both})).text
