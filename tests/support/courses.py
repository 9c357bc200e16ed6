"""Records of courses, for tests that want one; what answers them is told by words that stand nowhere else."""

from support.notebooks import notebook

HINTS = ["The first hint of all.", "The second hint of all."]
SOLUTION = "count = the_solution()"


def checked(name, expect, hints=HINTS, answer=SOLUTION):
    """Return a check."""
    return {"name": name, "question": f"What is {name}?", "expect": expect, "hints": hints, "answer": answer}


def module(name, *checks):
    """Return a module whose notebook asks for its checks."""
    calls = [f'answer = ...\ncheck("{check["name"]}", answer)' for check in checks]
    about = {"name": name, "title": name.capitalize(), "duration": 10}
    return {**about, "checks": list(checks), "notebook": notebook("from lyceum_catalog import check", *calls)}


def course(name, *modules, **more):
    """Return the record of a course: of two modules, with two checks and one."""
    some = (
        module("first", checked("count", {"number": 424242}), checked("species", {"text": "Adelie"})),
        module("second", checked("done", {"true": True}, hints=[])),
    )
    return {
        "kind": "course",
        "name": name,
        "title": f"The course {name}",
        "summary": "Something to learn.",
        "owner": "ada",
        "steward": "sue",
        "licence": "BSD-3-Clause",
        "classification": "public",
        "modules": list(modules or some),
        **more,
    }


def number(value):
    return {"evidence": {"kind": "number", "value": value}}


def text(value):
    return {"evidence": {"kind": "text", "value": value}}


def truth(value):
    return {"evidence": {"kind": "truth", "value": value}}


RIGHT = {"count": number(424242), "species": text(" adelie"), "done": truth(True)}
