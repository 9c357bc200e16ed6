"""Catalogs of others that would run code, fetch documents, read files or exhaust memory: what each is, and its text.

MARKER stands for a file that must never appear, LISTENER for an address that nobody may ask.
"""

import json
from string import Template

from support.hostile import BOMBS, CODE_IN_TEXT, EXTRA, TAGS, URLS, V1, V1_FILES, V2, V2_FILES, filled

CONTEXT = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "lyceum": "urn:lyceum:terms:"}
PREFIXES = "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in CONTEXT.items())
DATASET = """
<https://example.org/x> a dcat:Dataset ; dct:identifier "x" ; dct:title $TITLE ; dct:description "Words." ;
    dct:license <https://spdx.org/licenses/CC0-1.0> ; lyceum:more $MORE ; dcat:distribution <https://example.org/x#1> .
<https://example.org/x#1> a dcat:Distribution ; dcat:downloadURL <$URL> ; dct:format "CSV" ; lyceum:more $OURS .
"""


def turtle(**given):
    """Return a DCAT file with some places filled, the others with harmless text."""
    usual = {"TITLE": '"A title"', "URL": "https://example.org/x.csv", "MORE": '"{}"', "OURS": '"{}"'}
    return PREFIXES + Template(DATASET).substitute({**usual, **given})


def json_ld(context=CONTEXT, **more):
    """Return a DCAT file in JSON-LD with some things more."""
    resource = {"@type": "dcat:Distribution", "dcat:downloadURL": {"@id": "https://example.org/x.csv"}}
    dataset = {"@id": "https://example.org/x", "@type": "dcat:Dataset", "dct:title": "X", "dcat:distribution": resource}
    return json.dumps({"@context": context, **dataset, **more})


def literal(value):
    """Return a value as Turtle's literal of JSON."""
    return json.dumps(json.dumps(value))


REMOTE = "LISTENER/context.jsonld"
PASSWORDS = "file:///etc/passwd"
JSON_LD = {
    "remote_context": json_ld(REMOTE),
    "file_context": json_ld(PASSWORDS),
    "listed_context": json_ld([CONTEXT, REMOTE]),
    "imported_context": json_ld({**CONTEXT, "@import": REMOTE}),
    "propagated_context": json_ld({**CONTEXT, "@propagate": False, "@import": PASSWORDS}),
    "scoped_context": json_ld({**CONTEXT, "p": {"@id": "dct:title", "@context": REMOTE}}),
    "inner_context": json_ld(**{"dct:publisher": {"@context": REMOTE, "dct:title": "X"}}),
    "context_in_a_list": json_ld(**{"dct:creator": [[{"@context": PASSWORDS}]]}),
    "two_contexts": json_ld()[:-1] + f', "@context": "{REMOTE}"}}',
    "large_context": json_ld({f"term{number}": "urn:x:" for number in range(501)}),
    "context_of_lists": json_ld([[[CONTEXT]]]),
    "deep": json_ld(**{"dct:creator": 0})[:-2] + "[" * 50_000 + "]" * 50_000 + "}",
    "deep_objects": json_ld(**{"dct:creator": 0})[:-2] + '{"dct:creator":' * 5_000 + "1" + "}" * 5_001,
    "too_large": json_ld(**{"dct:description": "x" * 1_048_576}),
    "local_file": json_ld(**{"dcat:distribution": {"dcat:downloadURL": {"@id": PASSWORDS}, "dct:format": "CSV"}}),
    "script_in_html": f'<script type="application/ld+json">{json_ld(REMOTE)}</script>',
}
TURTLE = {
    **{f"title_{name}": turtle(TITLE=text) for name, text in CODE_IN_TEXT.items() if "''" not in text},
    **{f"more_{name}": turtle(MORE=literal({"retention": json.loads(text)})) for name, text in CODE_IN_TEXT.items()},
    **{f"ours_{name}": turtle(OURS=literal({"url": text.strip('"')})) for name, text in URLS.items()},
    "local_file": turtle(URL=PASSWORDS),
    "local_file_shouted": turtle(URL="FILE:///etc/passwd"),
    "local_file_by_base": "@base <file:///etc/> .\n" + turtle(URL="passwd"),
    "local_file_of_ours": turtle(OURS=literal({"reader": "csv", "url": PASSWORDS})),
    "script": turtle(URL="javascript:alert(1)"),
    "inline_data": turtle(URL="data:text/csv,a"),
    "pickle": turtle(OURS=literal({"reader": "pickle", "url": "x.pickle"})),
    "reader_class": turtle(OURS=literal({"reader": ["os:system"], "url": "x.csv"})),
    "reader_options": turtle(OURS=literal({"options": {"storage_options": {"key": "x"}}})),
    "options_of_code": turtle(OURS=literal({"options": {"sep": {"cls": "os.system"}}})),
    "url_of_many": turtle(OURS=literal({"url": ["a", "b"]})),
    "more_is_no_json": turtle(MORE='"{x"'),
    "more_is_deep": turtle(MORE=json.dumps("[" * 100_000)),
    "more_is_wrong": turtle(MORE=literal({"quality": [{"column": "{{ x }}", "expect": "present"}]})),
    "only_imports": f"<https://example.org/x> <http://www.w3.org/2002/07/owl#imports> <{PASSWORDS}> .",
    "formula": PREFIXES + "{ <urn:a> <urn:b> <urn:c> } => { <urn:a> a dcat:Dataset } .",
    "many_statements": turtle() + "<urn:a> <urn:b> " + ",".join(map(str, range(60_000))) + " .",
    "xml_entity": f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "{PASSWORDS}">]><r>&e;</r>',
    "xml_entity_only": f'<!DOCTYPE rdf [<!ENTITY e SYSTEM "{PASSWORDS}">]><rdf/>',
    "xml_laughs": '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r>&b;</r>',
    "xml_rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
}
STOCK = {
    **V1_FILES,
    **V2_FILES,
    **BOMBS,
    **{f"v1_url_{name}": filled(V1, ARGS=f"{{urlpath: {text}}}") for name, text in {**URLS, **CODE_IN_TEXT}.items()},
    **{f"v1_driver_{name}": filled(V1, DRIVER=text) for name, text in {**TAGS, **CODE_IN_TEXT}.items()},
    **{f"v1_{name}": filled(V1) + text for name, text in EXTRA.items()},
    **{f"v2_url_{name}": filled(V2, DATA=f"{{url: {text}}}") for name, text in {**URLS, **CODE_IN_TEXT}.items()},
    **{f"v2_{name}": filled(V2) + text for name, text in EXTRA.items() if name != "user_parameters"},
    "v1_engine": filled(V1, ARGS="{urlpath: x.csv, csv_kwargs: {engine: python}}"),
    "v1_many_urls": filled(V1, ARGS="{urlpath: [a.csv, b.csv]}"),
    "v1_keys": filled(V1, ARGS="{urlpath: x.csv, storage_options: {key: x}}"),
    "v1_catalog_folder": filled(V1, ARGS='{urlpath: "{{ CATALOG_DIR }}/x.csv"}'),
    "v2_keys": filled(V2, DATA="{url: x.csv, storage_options: {key: x}}"),
    "v2_output_class": filled(V2).replace("pandas:DataFrame", "os:system"),
    "v2_catalog_of_catalogs": filled(V2, READER="intake.readers.readers:YAMLCatalogReader"),
    "v2_pipeline": filled(V2, READER="intake.readers.convert:Pipeline", ASKED="{steps: [[os:system, [], {}]]}"),
    "v2_query": filled(V2, READER="intake.readers.readers:PandasSQLAlchemy", DATA="{conn: 'x', query: 'DROP TABLE t'}"),
    "v2_no_such_data": filled(V2, ASKED='{data: "{data(other)}"}'),
    "v2_code_in_metadata": filled(V2).replace("metadata: {}", "metadata: {x: \"{{ env('SECRET') }}\"}"),
    "v2_code_in_a_key": filled(V2).replace("{d: {data", '{"{func(os:system)}": 1, d: {data'),
}
FILES = {
    **{f"jsonld_{name}": ("dcat", text) for name, text in JSON_LD.items()},
    **{f"turtle_{name}": ("dcat", text) for name, text in TURTLE.items()},
    **{f"intake_{name}": ("intake", text) for name, text in STOCK.items()},
}
HARMLESS = {
    "turtle": ("dcat", turtle()),
    "json_ld": ("dcat", json_ld()),
    "v1": ("intake", filled(V1)),
    "v2": ("intake", filled(V2)),
}
