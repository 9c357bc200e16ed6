"""Catalog files that execute, import, read the environment or climb out of their folder when stock Intake opens them.

MARKER stands for a file that must never appear; each is submitted as text and, where YAML can read it, as a record.
"""

V1 = """
metadata: {version: 1}
sources:
  x: {driver: DRIVER, args: ARGS}
"""
V2 = """
version: 2
metadata: {}
user_parameters: PARAMETERS
aliases: {x: x}
data: {d: {datatype: "DATATYPE", kwargs: DATA, metadata: {}, user_parameters: {}}}
entries: {x: {reader: "READER", output_instance: "pandas:DataFrame", kwargs: ASKED, metadata: {}, user_parameters: {}}}
"""
ENTRY = """
name: x
title: TITLE
summary: A sentence.
owner: OWNER
steward: somebody
licence: CC0-1.0
classification: public
description: DESCRIPTION
resources: [{name: a, reader: READER, url: URL, options: OPTIONS}]
columns: [{name: COLUMN, type: string}]
"""


def filled(text, **given):
    """Return a catalog file with some places filled, the others with harmless text."""
    usual = {
        "DRIVER": "csv",
        "ARGS": "{urlpath: x.csv}",
        "PARAMETERS": "{}",
        "DATATYPE": "intake.readers.datatypes:CSV",
        "DATA": "{url: x.csv}",
        "READER": "csv" if text is ENTRY else "intake.readers.readers:PandasCSV",
        "ASKED": '{data: "{data(d)}"}',
        "TITLE": "A title",
        "OWNER": "somebody",
        "DESCRIPTION": "Words.",
        "URL": "x.csv",
        "OPTIONS": "{}",
        "COLUMN": "a",
    }
    for place, value in {**usual, **given}.items():
        text = text.replace(place, value)
    return text


CODE_IN_TEXT = {
    "jinja_environment": "\"{{ env('HOME') }}\"",
    "jinja_shell": "\"{{ shell('touch MARKER') }}\"",
    "jinja_client_environment": "\"{{ client_env('SECRET') }}\"",
    "jinja_class_walk": "\"{{ ''.__class__.__mro__[1].__subclasses__() }}\"",
    "jinja_block": '"{% for x in y %}{% endfor %}"',
    "shell_variable": '"${HOME}"',
    "v2_environment": '"{env(HOME)}"',
    "v2_function": '"{func(os:system)}"',
    "v2_import": '"{import(os)}"',
    "v2_pickle": '"{pickle64(gASV)}"',
    "v2_data": '"{data(other)}"',
}
TAGS = {
    "object_apply": "!!python/object/apply:os.system ['touch MARKER']",
    "object_new": "!!python/object/new:os.system ['touch MARKER']",
    "object": "!!python/object:os.path {}",
    "name": "!!python/name:os.system",
    "module": "!!python/module:this",
    "own_tag": "!run touch MARKER",
    "binary": "!!binary cGlja2xl",
}
URLS = {
    "climbs": "../../etc/passwd",
    "climbs_inside": "samples/../../../etc/passwd",
    "climbs_by_scheme": '"file:///srv/../etc/passwd"',
    "catalog_folder": '"{CATALOG_DIR}/../x"',
    "chained": '"simplecache::https://example.org/x"',
    "zip_in_url": '"zip://x.csv::https://example.org/x.zip"',
    "metadata_service": "http://169.254.169.254/latest/meta-data",
    "memory": "memory://x",
    "remote_shell": "ssh://root@example.org/etc/passwd",
    "local_through_scheme": "local://etc/passwd",
    "reference": "reference://x",
    "python": "python://os",
    "password": "https://anna:secret@example.org/x.csv",
}
READERS = {
    "pickle": "pickle",
    "numpy": "numpy",
    "class_path": '"intake.readers.readers:PythonModule"',
    "function": '"os:system"',
    "dotted": "os.system",
}
OPTIONS = {
    "converters": '{converters: "os:system"}',
    "storage_options": "{storage_options: {key: x}}",
    "allow_pickle": "{allow_pickle: true}",
    "engine": "{engine: python}",
    "nested": "{sep: {cls: os.system}}",
    "plugins": "{plugins: {source: [{module: os}]}}",
}
EXTRA = {
    "plugins": "plugins: {source: [{module: this}, {dir: '/tmp'}]}",
    "cls": 'cls: "os:system"',
    "driver": "driver: MARKER",
    "args": "args: [touch, MARKER]",
    "parameters": "parameters: {p: {type: str, default: \"{{ shell('touch MARKER') }}\"}}",
    "user_parameters": 'user_parameters: {p: {cls: "os:system"}}',
    "template": "notebook: {cells: []}",
}
V1_FILES = {
    "v1_plugin_module": "plugins:\n  source:\n    - module: this\n" + filled(V1),
    "v1_plugin_folder": "plugins:\n  source:\n    - dir: MARKER\n" + filled(V1),
    "v1_driver_class": filled(V1, DRIVER="os.system", ARGS="{command: touch MARKER}"),
    "v1_shell_default": filled(V1, ARGS="{urlpath: \"{{ shell('touch MARKER') }}\"}"),
    "v1_environment": filled(V1, ARGS="{urlpath: \"{{ env('SECRET') }}\"}"),
    "v1_nested_catalog": filled(V1, DRIVER="yaml_file_cat", ARGS='{path: "{{ CATALOG_DIR }}/../x.yaml"}'),
    "v1_zarr_pickle": filled(V1, DRIVER="numpy", ARGS="{path: x.npy, allow_pickle: true}"),
}
V2_FILES = {
    "v2_reader_function": filled(V2, READER="os:system"),
    "v2_reader_module": filled(V2, READER="intake.readers.readers:PythonModule", DATA='{url: "MARKER"}'),
    "v2_func_argument": filled(V2, ASKED='{data: "{data(d)}", converters: "{func(os:system)}"}'),
    "v2_import_argument": filled(V2, ASKED='{data: "{import(this)}"}'),
    "v2_environment": filled(V2, DATA='{url: "{env(SECRET)}"}'),
    "v2_pickle": filled(V2, ASKED='{data: "{pickle64(gASVIAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOU)}"}'),
    "v2_parameter_class": filled(V2, PARAMETERS='{p: {cls: "os:system", default: "touch MARKER"}}'),
    "v2_datatype_class": filled(V2, DATATYPE="os:system", DATA='{command: "touch MARKER"}'),
}
BOMBS = {
    "billion_laughs": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
    "merge_key": "a: &a {b: 1}\nc: {<<: *a}",
    "deep": "a: " + "[" * 500 + "]" * 500,
    "many_documents": filled(ENTRY) + "---\n" + filled(ENTRY),
    "no_text": "name: \x00",
}
FILES = {
    **{f"title_{name}": filled(ENTRY, TITLE=text) for name, text in CODE_IN_TEXT.items()},
    **{f"description_{name}": filled(ENTRY, DESCRIPTION=text) for name, text in CODE_IN_TEXT.items()},
    **{f"column_{name}": filled(ENTRY, COLUMN=text) for name, text in CODE_IN_TEXT.items()},
    **{f"tag_{name}": filled(ENTRY, OWNER=text) for name, text in TAGS.items()},
    **{f"url_{name}": filled(ENTRY, URL=text) for name, text in URLS.items()},
    **{f"url_{name}": filled(ENTRY, URL=text) for name, text in CODE_IN_TEXT.items()},
    **{f"reader_{name}": filled(ENTRY, READER=text) for name, text in READERS.items()},
    **{f"options_{name}": filled(ENTRY, OPTIONS=text) for name, text in OPTIONS.items()},
    **{f"field_{name}": filled(ENTRY) + text for name, text in EXTRA.items()},
    **V1_FILES,
    **V2_FILES,
    **BOMBS,
}
