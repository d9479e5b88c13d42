#!/usr/bin/env python3
"""The deliberately bad batch: every planted fault is found with the right code at the right place, sound items are sealed,
the others held back, and nothing crashes. The truth is what the sample maker wrote beside the batch."""
import csv
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import SAMPLES, expect, main, objects, same, stored, tree  # noqa: E402

BATCH = SAMPLES / "bad"
# Noticed beside what was planted, and rightly so: consequences of it.
GATE = {("batch.gate", "bad-2026-07")}  # for its errors
CONSEQUENCES = GATE | {("item.incomplete", item) for item in ("TRUNC-02", "SUM-03", "MISS-04", "ZERO-06", "TEXT-10")}


def truth(name):
    with open(SAMPLES / "truth" / "bad" / name, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def planted():
    return {(row["code"], row["path"]) for row in truth("expected-findings.tsv")}


def expected_items():
    return {row["item"]: row["outcome"] for row in truth("expected-items.tsv")}


def told(ended):
    """(code, place) of warnings and errors; a page's place is its scan's path, " image 1" and all that follows cut off."""
    return {(f["code"], f["place"].split(" image ")[0].split(":")[0]) for event in ended.events
            for f in event.get("findings", []) if f["level"] != "note"} | {
                (f["code"], f["place"].split(" image ")[0]) for event in ended.events for f in event.get("findings", [])
                if (f["code"], f["place"].split(" image ")[0]) in planted()}


def sealed_findings(store):
    """(code, place) of every sealed findings.json."""
    found = set()
    for item in objects(store):
        for f in json.loads(stored(store, item, "findings.json").read_text())["findings"]:
            found.add((f["code"], f["place"].split(" image ")[0]))
    return found


def scans_are_identical(store, items):
    count = 0
    for item in items:
        for scan in sorted((BATCH / item).iterdir()):
            if scan.suffix in (".tif", ".jpg"):
                copy = stored(store, item, f"scans/{scan.name}")
                expect(copy and copy.read_bytes() == scan.read_bytes(), item, scan.name, "differs in the store")
                count += 1
    return count


def bad_batch(place):
    before = tree(BATCH)
    ended = place.run(BATCH, quick=False, jobs=2)
    same(ended.status, 1, f"exit status ({ended.err})")
    same(told(ended), planted() | CONSEQUENCES, "findings told")
    outcomes = {e["item"]: {"sealed": "sealed", "held back": "held"}.get(e["state"], e["state"]) for e in ended.all("item")}
    same(outcomes, expected_items(), "items")
    good = sorted(item for item, outcome in expected_items().items() if outcome == "sealed")
    same(sorted(objects(place.store)), good, "items in the store")
    wanted = {(row["code"], row["path"]) for row in truth("expected-findings.tsv") if row["item"] in good}
    expect(wanted <= sealed_findings(place.store), "planted but not in the record:", wanted - sealed_findings(place.store))
    same(tree(BATCH), before, "the batch after the run")
    same(place.audit().status, 0, "audit")
    return f"{len(planted())} faults found, {scans_are_identical(place.store, good)} scans byte-identical"


def keep_faulty(place):
    first = place.run(BATCH)
    same(first.status, 1, "exit status of the first run")
    ended = place.run(BATCH, "--keep-faulty")
    same(ended.status, 1, "exit status")
    states = {e["item"]: e["state"] for e in ended.all("item")}
    same(states, {item: "unchanged" if outcome == "sealed" else "sealed" for item, outcome in expected_items().items()},
         "items with --keep-faulty")
    same(sorted(objects(place.store)), sorted(expected_items()), "items in the store")
    expect(planted() <= sealed_findings(place.store), "planted but not in the record:",
           planted() - sealed_findings(place.store))
    same(place.audit().status, 0, "audit")
    return f"{scans_are_identical(place.store, expected_items())} scans byte-identical, faulty ones included"


def check_finds_the_same(place):
    from program import call
    ended = call([place.nuskha, "check", BATCH, "--work", place.folder / "work", "--jobs", "1", "--json"])
    same(ended.status, 1, "exit status")
    same(told(ended), planted() | GATE, "findings told")
    expect(not place.store.exists(), "check made a store")


if __name__ == "__main__":
    sys.exit(main([bad_batch, keep_faulty, check_finds_the_same]))
