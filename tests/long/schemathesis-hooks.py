"""Hooks of Schemathesis: the credentials of each call come from the test, ids in paths from what the collector answered before, and
each answer is written down by route."""

import json
import os
import random
import urllib.parse
import urllib.request

import schemathesis
import schemathesis.core

CREDENTIALS = os.environ["CLIENTKEEP_CREDENTIALS"]
ANSWERS = open(os.environ["CLIENTKEEP_ANSWERS"], "a", buffering=1)
PER_KEY = 50

with open(os.environ["CLIENTKEEP_TEXTS"]) as file:
    TEXTS = json.load(file)

die = random.Random(20261126)
known: dict[str, dict[str, list]] = {}

COLUMNS = {
    "/api/v1/customers/import": ["Customer Number", "Name", "Email", "Phone", "Country"],
    "/api/v1/people/import": ["EmailAddress", "Name", "Manager", "LastWorkingDate", "Aliases"],
    "/api/v1/exports": ["Email", "Name", "Phone"],
}


def area(path):
    """The noun of a route, under which its ids are remembered."""
    return path.removeprefix("/api/v1/").split("/")[0]


def remember(pool, value):
    """Keeps what an answer calls its ids, numbers and names."""
    if isinstance(value, list):
        for inner in value[:20]:
            remember(pool, inner)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if isinstance(inner, (str, int)) and not isinstance(inner, bool):
            values = pool.setdefault(key, [])
            if inner not in values and len(values) < PER_KEY:
                values.append(inner)
        else:
            remember(pool, inner)


def candidates(path, name):
    """What may stand in a path for a parameter."""
    if name in ("who", "person"):
        return known.get("people", {}).get("id", [])
    own = known.get(area(path), {})
    return own.get("id" if name == "pin" else name) or own.get("id", [])


def cell():
    choices = ["", "a@firm.example", "+49 30 200001", "2026-12-01", die.choice(TEXTS)]
    return '"' + die.choice(choices).replace('"', '""') + '"'


def table(columns):
    rows = [",".join(columns)] + [",".join(cell() for _ in columns) for _ in range(5)]
    return "\n".join(rows).encode("utf-8", "surrogatepass")


def raw_body(path, body):
    """Bodies that are streams, which the document does not describe: a type and its bytes."""
    if path in COLUMNS:
        return "text/csv", table(COLUMNS[path])
    if path == "/api/v1/canaries/mail":
        return "message/rfc822", f"To: {die.choice(TEXTS)}\r\n\r\n".encode("utf-8", "surrogatepass")
    if path in ("/api/v1/agents/events", "/api/v1/producers/events"):
        if not isinstance(body, (dict, list, str, int, float, bool, type(None))):
            body = None
        lines = [json.dumps({"seq": die.randint(1, 1 << 40), "event": body}), json.dumps(body)]
        return "application/x-ndjson", "\n".join(lines).encode()
    return None


@schemathesis.hook
def before_call(context, case, kwargs):
    path = case.operation.path
    for name in list(case.path_parameters or {}):
        choices = candidates(path, name)
        if choices and die.random() < 0.75:
            case.path_parameters[name] = die.choice(choices)
        elif die.random() < 0.2:
            case.path_parameters[name] = die.choice(TEXTS).encode("utf-8", "replace").decode()
    raw = raw_body(path, case.body) if case.method == "POST" else None
    if raw is not None and die.random() < 0.8:
        case.body = schemathesis.core.NOT_SET
        case.headers["content-type"], kwargs["data"] = raw
    query = urllib.parse.urlencode({"method": case.method, "path": path})
    with urllib.request.urlopen(f"{CREDENTIALS}?{query}") as reply:
        case.headers.update(json.load(reply))


@schemathesis.hook
def after_call(context, case, response):
    path = case.operation.path
    ANSWERS.write(f"{case.method.upper()} {path} {response.status_code}\n")
    if response.status_code == 200 and "json" in response.headers.get("content-type", [""])[0]:
        remember(known.setdefault(area(path), {}), response.json())
