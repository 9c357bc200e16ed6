"""Schedules in words."""

from typing import Any

from lyceum_hub.cli.printing import facts, here, moment, number, since, sparkline, table, titled, values, word

HEADINGS = ("SCHEDULE", "NEXT", "LAST", "OWNER", "NAME", "WHEN")


def listed(found: dict[str, Any]) -> str:
    """Return schedules as a table."""
    if not found["items"]:
        return "There are no schedules. `lyceum schedule add NOTEBOOK --cron '0 6 * * *'` makes one."
    return table([HEADINGS, *map(row, found["items"])])


def row(item: dict[str, Any]) -> tuple[str, ...]:
    """Return a schedule as a line of a table."""
    last = item["last_run"]
    return item["id"], standing(item), word(last["state"]) if last else "", item["owner"], item["name"], item["text"]


def standing(item: dict[str, Any]) -> str:
    """Return when a schedule fires next, or why it does not."""
    if not item["enabled"]:
        return here("paused")
    if item["next"]:
        return moment(item["next"][0], item["timezone"])
    return here("waits" if item.get("after") else "over")


def scheduled(item: dict[str, Any]) -> str:
    """Return a schedule and when it fires next."""
    head = titled(item["name"], f"{item['text']} ({item['id']})")
    firings = [f"  {moment(firing, item['timezone'])}" for firing in item["next"]]
    return "\n".join([head, *(firings or [f"  {standing(item)}"])])


def previewed(found: dict[str, Any]) -> str:
    """Return a timing in words, and its next firings."""
    return "\n".join([found["text"], *(f"  {moment(firing, found['timezone'])}" for firing in found["next"])])


def described(item: dict[str, Any]) -> str:
    """Return everything about a schedule, and how its figures went."""
    return "\n".join([scheduled(item), "", *facts(known(item)), *figures(item["history"])])


def known(item: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return what is known of a schedule, each with its name."""
    last, retries = item["last_run"], item["retries"]
    return [
        ("Paused", here(item.get("pause_reason") or "")),
        ("Owner", item["owner"]),
        ("Shared with", item.get("shared_with")),
        ("Template", f"{item['template']}, {version(item)}" if item["template"] else None),
        ("Parameters", values(item["parameters"])),
        ("Profile", item["profile"]),
        ("From", moment(item["start"], item["timezone"])),
        ("To", moment(item["end"], item["timezone"])),
        ("Overlap", item["overlap"]),
        ("Catch-up", item["catch_up"]),
        ("Retries", f"{retries['most']} ({', '.join(map(word, retries['on']))})" if retries else None),
        ("Keeps", values(item.get("keep") or {})),
        ("Secrets", ", ".join(item.get("secrets") or [])),
        ("Tells", "; ".join(map(notice, item.get("notify") or []))),
        ("Last run", latest(last) if last else None),
    ]


def latest(run: dict[str, Any]) -> str:
    """Return where the last run of a schedule stands."""
    return f"{word(run['state'])} {since(moment(run['since']))} ({run['id']})"


def version(item: dict[str, Any]) -> str:
    """Return which version of its template a schedule runs."""
    return here("its newest version") if item.get("follow") else f"version {item['template_version']}"


def notice(item: dict[str, Any]) -> str:
    """Return of what somebody is told."""
    figure = item.get("figure") or {}
    bounds = [
        f"{figure['name']} {sign} {number(figure[side])}"
        for side, sign in (("above", ">"), ("below", "<"))
        if figure.get(side) is not None
    ]
    events = ", ".join([*map(here, item.get("on") or []), *bounds])
    return titled(item.get("email") or item["webhook"], events)


def figures(history: list[dict[str, Any]]) -> list[str]:
    """Return each figure's way over a schedule's runs: a line of bars, the newest value, the lowest and the highest."""
    names = list(dict.fromkeys(name for run in history for name in run["figures"]))
    lines = [course(name, [run["figures"][name] for run in history if name in run["figures"]]) for name in names]
    return ["", f"Figures of its last {len(history)} runs", *lines] if lines else []


def course(name: str, series: list[float]) -> str:
    """Return the way of one figure."""
    low, high = number(min(series)), number(max(series))
    return f"  {name}  {sparkline(series)}  {number(series[-1])} ({here(f'from {low} to {high}')})"
