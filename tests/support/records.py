"""Records of entries, for tests that want one with some fields of their own."""


def dataset(name, **more):
    """Return the record of a data set in one CSV file named after it."""
    return {
        "kind": "dataset",
        "name": name,
        "title": name.capitalize(),
        "summary": f"What {name} are.",
        "owner": "ada",
        "steward": "sue",
        "licence": "CC0-1.0",
        "classification": "public",
        "resources": [{"name": "csv", "reader": "csv", "url": f"{name}.csv"}],
        **more,
    }


def template(name, notebook, **more):
    """Return the record of a template."""
    record = {key: value for key, value in dataset(name).items() if key != "resources"}
    return {**record, "kind": "template", "notebook": notebook, **more}
