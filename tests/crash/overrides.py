#!/usr/bin/env python3
"""overrides.toml: what staff decide for a page is done, on record, and only that page is computed again."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import Place, expect, main, same, stored  # noqa: E402

DECISION = '[[page]]\nscan = "NEWS-1931-05_0001.tif"\n'


def only_that_page_is_computed_again(place):
    batch = place.copy("periodical")
    same(place.run(batch).status, 0, "exit status of the first run")
    (batch / "overrides.toml").write_text(DECISION + "skew = -1.25\n")
    ended = place.run(batch)
    same(ended.status, 0, f"exit status ({ended.err})")
    same([e["scan"] for e in ended.all("page") if not e["reused"]], ["NEWS-1931-05_0001.tif"], "pages computed again")
    same({e["item"]: e["state"] for e in ended.all("item")}, {"DALA-1926-11": "unchanged", "NEWS-1931-05": "sealed"}, "items")
    mets = stored(place.store, "NEWS-1931-05", "mets.xml").read_text()
    expect("turned by 1.25 degrees, as staff decided in overrides.toml" in mets, "the record does not say what staff decided")
    (batch / "overrides.toml").unlink()
    same([e["scan"] for e in place.run(batch).all("page") if not e["reused"]], ["NEWS-1931-05_0001.tif"],
         "pages computed again without it")


def nonsense_is_told_before_the_first_scan(place):
    batch = place.copy("periodical")
    for decision, said in [("skew = 60", "overrides.toml:3: skew = 60 is not in -45 .. 45"),
                           ("skw = 1", "did you mean 'skew'?"),
                           ("crop = [1, 2]", "overrides.toml:3: crop is [left, top, width, height]"),
                           ("turn = 90", "no stage of recipe quick takes 'turn'")]:
        (batch / "overrides.toml").write_text(DECISION + decision + "\n")
        ended = place.run(batch)
        same(ended.status, 2, f"exit status of {decision}")
        expect(said in ended.err, f"{decision}:", ended.err)
        expect(not ended.all("page"), "pages were worked on")


if __name__ == "__main__":
    sys.exit(main([only_that_page_is_computed_again, nonsense_is_told_before_the_first_scan]))
