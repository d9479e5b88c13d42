#!/usr/bin/env python3
"""A language that no trained data covers: refused before the first scan, or read with a warning that goes into the store."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import call, expect, main, same, stored  # noqa: E402

RECIPE = 'languages = ["ru-petr1708"]\nstages = ["recognise", "seal"]\n[recognise]\nuncovered = "{}"\n'


def run(place, uncovered):
    recipe = place.folder / f"{uncovered}.toml"
    recipe.write_text(RECIPE.format(uncovered))
    batch = place.folder / "batches" / "plain"
    return place.run(batch if batch.exists() else place.copy("plain", "Старая книга"), "--recipe", recipe, quick=False)


def lacking(place):
    told = json.loads(call([place.nuskha, "models", "ru-petr1708", "--json"]).out)["languages"][0]
    expect(told["missing"], "the installed data covers ru-petr1708 by now: take another language here")
    return told


def refused_before_the_first_scan(place):
    told = lacking(place)
    ended = run(place, "refuse")
    same(ended.status, 6, ended.err)
    expect(" ".join(told["missing"]) in ended.err, ended.err)
    expect(not place.store.exists(), "a store was made")


def read_with_a_warning_when_asked(place):
    told = lacking(place)
    ended = run(place, "warn")
    same(ended.status, 0, ended.err)
    record = json.loads(stored(place.store, "Старая книга", "findings.json").read_text())
    warnings = [f for f in record["findings"] if f["code"] == "ocr.letters-missing"]
    same(len(warnings), 1, "warnings in the record of the item")
    expect(all(letter in warnings[0]["sentence"] for letter in told["missing"]), warnings)
    same([place for code, place in ended.findings() if code == "ocr.letters-missing"], ["Старая книга"], "told while running")


if __name__ == "__main__":
    sys.exit(main([refused_before_the_first_scan, read_with_a_warning_when_asked]))
