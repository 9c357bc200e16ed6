"""Small notebooks to run."""

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def code(source, *tags, number=0):
    return {
        "cell_type": "code",
        "id": f"cell-{number}",
        "metadata": {"tags": list(tags)},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook(*sources, kernel=KERNEL):
    """Return a notebook of code cells; the first is its parameters cell."""
    cells = [code(source, *(["parameters"] if not index else []), number=index) for index, source in enumerate(sources)]
    return {"cells": cells, "metadata": {"kernelspec": kernel} if kernel else {}, "nbformat": 4, "nbformat_minor": 5}


def texts(output):
    """Return all that the cells of an executed notebook printed."""
    return "".join("".join(item.get("text", "")) for cell in output["cells"] for item in cell.get("outputs", []))
