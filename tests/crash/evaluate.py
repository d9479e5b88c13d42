#!/usr/bin/env python3
"""nuskha evaluate against counts made here by the definitions, on hostile names, and on texts of 3,000 lines."""
import html.parser
import json
import os
import pathlib
import random
import subprocess
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import ENVIRONMENT, call, expect, main, same  # noqa: E402

LETTERS = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz" * 3 + " .,"


def write(folder, texts):
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


def with_errors(text, share, chance):
    out = []
    for letter in text:
        kind = chance.random() / share
        if kind < 1 / 3:
            continue
        out.append(chance.choice(LETTERS) if kind < 2 / 3 else letter)
        if 2 / 3 <= kind < 1:
            out.append(chance.choice(LETTERS))
    return "".join(out)


def plain(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def rates_are_those_of_the_definitions(place):
    chance = random.Random(5)
    truths = {f"{n}.txt": "".join(chance.choice(LETTERS) for _ in range(chance.randrange(1, 700))) for n in range(30)}
    reads = {name: with_errors(text, chance.choice([0.02, 0.2, 0.9]), chance) for name, text in truths.items()}
    write(place.folder / "t", truths)
    write(place.folder / "r", reads)
    ended = call([place.nuskha, "evaluate", place.folder / "t", place.folder / "r", "--json"])
    same(ended.status, 0, ended.err)
    told = json.loads(ended.out)
    for page in told["pages"]:
        a, b = plain(truths[page["page"] + ".txt"]), plain(reads[page["page"] + ".txt"])
        same((page["characters"], page["character_edits"]), (len(a), distance(a, b)), page["page"])
    edits, of = (sum(page[key] for page in told["pages"]) for key in ("character_edits", "characters"))
    rate = told["all"]["character_error"]
    same(rate["value"], round(edits / of, 6), "rate of all pages")
    expect(rate["low"] < rate["value"] < rate["high"], rate)
    wrong = sum(c["count"] for c in told["alphabets"][""]["confusions"])
    same(wrong, edits, "every edit is a confusion")
    return f"{of} characters, {edits} edits"


class Strict(html.parser.HTMLParser):
    """Notes every element; there may be no script but the report's own."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def names_and_letters_cannot_reach_the_page(place):
    evil = "<script>alert(1)<\u202e>"
    write(place.folder / "t", {f"{evil.replace('/', '')}.txt": "<b>&\"' абв", "az-Latn/x.txt": "ə"})
    write(place.folder / "r", {f"{evil.replace('/', '')}.txt": "<i>onclick", "az-Latn/x.txt": "<"})
    ended = call([place.nuskha, "evaluate", place.folder / "t", place.folder / "r", "--html", place.folder / "html"])
    same(ended.status, 0, ended.err)
    page = Strict()
    page.feed((place.folder / "html" / "index.html").read_text(encoding="utf-8"))
    same([a.get("src") for tag, a in page.tags if tag == "script"], ["sheets/report.js"], "scripts")
    expect(("b", {}) not in page.tags or sum(tag == "b" for tag, _ in page.tags) == 1, "letters became markup")
    expect(not any(key.startswith("on") for _, a in page.tags for key in a), "an attribute that runs")
    for file in ("report.css", "report.js"):
        expect((place.folder / "html" / "sheets" / file).stat().st_size > 0, file)


def three_thousand_lines_take_little_memory(place):
    chance = random.Random(8)
    text = "\n".join("".join(chance.choice(LETTERS) for _ in range(50)) for _ in range(3000))
    write(place.folder / "t", {"x.txt": text})
    write(place.folder / "r", {"x.txt": with_errors(text, 0.1, chance)})
    program = subprocess.Popen([place.nuskha, "evaluate", place.folder / "t", place.folder / "r", "--json"], text=True,
                               stdout=subprocess.PIPE, env=ENVIRONMENT)
    out = program.stdout.read()
    _, status, used = os.wait4(program.pid, 0)
    same(status, 0, "exit status")
    expect(0.05 < json.loads(out)["all"]["character_error"]["value"] < 0.1, "error rate")
    expect(used.ru_maxrss < 200_000, used.ru_maxrss, "kB of memory")
    expect(used.ru_utime < 30, used.ru_utime, "s of CPU time")
    return f"{used.ru_maxrss // 1000} MB, {used.ru_utime:.1f} s"


if __name__ == "__main__":
    sys.exit(main([rates_are_those_of_the_definitions, names_and_letters_cannot_reach_the_page,
                   three_thousand_lines_take_little_memory]))
