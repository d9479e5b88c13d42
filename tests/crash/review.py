#!/usr/bin/env python3
"""What is seen only over many pages: told, sealed into the record, the same for any number of workers; and the gate."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import SAMPLES, call, expect, main, same, stored, tree  # noqa: E402

TWIN = ("item.duplicate-page", "RU-0001/0004.tif")


def batch_with_a_twin(place):
    """A book of four scans, the last of which shows the page of the second: other bytes, as scanned again."""
    batch = place.copy("print", "RU-0001", "batch.toml")
    again = (batch / "RU-0001" / "0002.tif").read_bytes() + b"\0\0"
    (batch / "RU-0001" / "0004.tif").write_bytes(again)
    return batch


def recipe(place, gate):
    path = place.folder / "gate.toml"
    path.write_text('stages = ["inspect", "seal"]\n[gate]\nmax_items_warned = 1\n' + gate)
    return path


def a_page_scanned_twice_is_told_and_on_record(place):
    batch, trees = batch_with_a_twin(place), []
    for jobs in (1, 3):
        store = place.folder / f"store-{jobs}"
        ended = place.run(batch, store=store, work=place.folder / f"work-{jobs}", jobs=jobs)
        same(ended.status, 0, f"exit status {ended.err[-800:]}")
        expect(TWIN in ended.findings(), "the twin was not told", ended.findings())
        record = json.loads(stored(store, "RU-0001", "findings.json").read_text())["findings"]
        expect(TWIN in {(f["code"], f["place"]) for f in record}, "the twin is not in the record")
        trees.append(tree(store))
    same(trees[1], trees[0], "store made by three workers against one")
    again = place.run(batch, store=store, work=place.folder / "work-3")
    same([e["state"] for e in again.all("item")], ["unchanged"], "item of the second run")
    expect(TWIN in again.findings(), "the twin was not told by the second run")
    report = json.loads((place.folder / "work-3" / "run" / "report" / "report.json").read_text())
    twin = next(p for p in report["items"][0]["pages"] if p["scan"] == TWIN[1])
    expect(TWIN[0] in {f["code"] for f in twin["findings"]}, "the page of the report does not show it")
    expect(0 < twin["paper"] <= 255, "no level of paper in report.json")


def check_tells_the_limit_that_is_broken(place):
    batch = batch_with_a_twin(place)
    how = [place.nuskha, "check", batch, "--work", place.folder / "work", "--jobs", "2", "--json"]
    strict = call([*how, "--recipe", recipe(place, 'item.duplicate-page = 0\n')])
    same(strict.status, 1, f"exit status {strict.err}")
    said = [f["sentence"] for e in strict.events for f in e.get("findings", []) if f["code"] == "batch.gate"]
    same(len(said), 1, f"limits told: {said}")
    expect("item.duplicate-page: 1 of 4 pages (25.0 %), 0.0 % are allowed" in said[0] and TWIN[1] in said[0], said[0])
    gate = json.loads(strict.out.splitlines()[-1])["gate"]
    same((gate["passed"], [b["limit"] for b in gate["breaches"]]), (False, ["item.duplicate-page"]), "gate in JSON")
    html = (place.folder / "work" / "check" / "report" / "index.html").read_text()
    expect("not passed" in html and 'class="course"' in html, "the report shows neither gate nor courses")
    same(call([*how, "--recipe", recipe(place, 'item.duplicate-page = 0.5\n')]).status, 0, "exit status of a lax gate")


def the_gate_takes_nothing_back(place):
    batch, gate = batch_with_a_twin(place), recipe(place, '"item.duplicate-page" = 0\n')
    for state in ("sealed", "unchanged"):
        ended = place.run(batch, "--recipe", gate, quick=False)
        same((ended.status, [e["state"] for e in ended.all("item")]), (1, [state]), "exit status and item")
    same(place.audit().status, 0, "audit")
    same(place.run(batch, "--recipe", recipe(place, ""), quick=False).status, 0, "exit status with the limit gone")


def a_wrong_limit_is_told_before_anything_is_read(place):
    ended = place.run(SAMPLES / "print", "--recipe", recipe(place, '"image.blured" = 0\n'), quick=False)
    same(ended.status, 2, "exit status")
    expect("did you mean 'image.blurred'?" in ended.err, ended.err)
    expect(not place.store.exists(), "a store was made")


if __name__ == "__main__":
    sys.exit(main([a_page_scanned_twice_is_told_and_on_record, check_tells_the_limit_that_is_broken,
                   the_gate_takes_nothing_back, a_wrong_limit_is_told_before_anything_is_read]))
