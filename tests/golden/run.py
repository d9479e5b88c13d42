#!/usr/bin/env python3
"""Whole runs of the command against what they are expected to say: tests/golden/NAME.expected.

    tests/golden/run.py NUSKHA             compares; shows what differs
    tests/golden/run.py NUSKHA --update    writes the expected output anew; look at `git diff` before committing
    tests/golden/run.py NUSKHA NAME...     only these

What differs from machine to machine (folders, free space, times, digests, the version) is replaced by a word in capitals.
Recipes here do not read, so that the expected output does not depend on the recognition engine's release.
"""
import difflib
import pathlib
import re
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from program import SAMPLES, Place, call, stored  # noqa: E402

# With trained data made here: what is said of it does not depend on what is installed.
READING = 'stages = ["recognise"]\nlanguages = ["az-Latn", "az-Cyrl"]\n[recognise]\nuncovered = "{}"\n'
DATA = {
    "aze": ("abcçdeəfgğhxıiqklmnoöprsştuüvyz" "ABCÇDEƏFGĞHXIİQKLMNOÖPRSŞTUÜVYZ" "0123456789.,", "tessedit_load_sublangs aze_cyrl\n"),
    "aze_cyrl": ("абвгдеәжзиыјкҝлмнопрстуфхһҹ" "АБВГДЕӘЖЗИЫЈКҜЛМНОПРСТУФХҺҸ", ""),
    "osd": ("", ""),
}

RECIPES = {
    "unknown-stage": 'stages = ["inspect", "deskw"]\n',
    "unknown-option": 'stages = ["inspect"]\n[inspect]\nmin_pip = 300\n',
    "out-of-range": 'stages = ["inspect"]\n[inspect]\nmin_ppi = -1\n',
    "wrong-type": 'stages = ["inspect"]\n[inspect]\nmin_ppi = "many"\n',
    "seal-not-last": 'stages = ["seal", "inspect"]\n',
    "not-toml": 'stages = ["inspect"\n',
}


def trained_data(characters, config):
    """A container of trained data (models/language/trained_data_reader.cpp), with a network that is none."""
    lines = "".join(f"{c} 5 0 Common 0\n" for c in characters)
    parts = {0: config.encode(), 17: b"net" if characters else b"", 21: f"{len(characters)}\n{lines}".encode()}
    offsets, rest = b"", b""
    for entry in range(24):
        part = parts.get(entry, b"")
        offsets += struct.pack("<q", 4 + 24 * 8 + len(rest) if part else -1)
        rest += part
    return struct.pack("<i", 24) + offsets + rest


ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page ID="p" PHYSICAL_IMG_NR="1" WIDTH="9" HEIGHT="9" \
LANG="{}"><PrintSpace><TextBlock ID="b"><TextLine>{}</TextLine></TextBlock></PrintSpace></Page></Layout></alto>
"""
PAGE = """<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page imageFilename="3.tif" imageWidth="9" \
imageHeight="9"><TextRegion id="r"><Coords points="0,0 9,9"/><TextLine id="l"><Coords points="0,0 9,9"/><TextEquiv><Unicode>Кағаз дала\
</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>
"""
TRUTHS = {"az-Latn/1.gt.txt": "Şəhər böyükdür.\nƏlifba İıq.\n", "az-Latn/2.gt.txt": "Kitab və dəftər\n", "ru/1.txt": "Бумага и время\n",
          "3.xml": ALTO.format("kk-Cyrl", '<String ID="s" CONTENT="Қағаз"/><SP/><String ID="t" CONTENT="дала"/>'), "unread.txt": "lost\n"}
READS = {"az-Latn/1.txt": "Sehər böyükdür\nəlifba iıq\n", "az-Latn/2.txt": "Kitab və dəftər", "ru/1.txt": "Бумaгa и время\n",
         "alto/3.xml": ALTO.format("kk-Cyrl", '<String ID="s" CONTENT="Кағаз"/><SP/><String ID="t" CONTENT="дала"/>'), "more.txt": "nobody asked"}


def evaluations(folder):
    for side, texts in (("truth", TRUTHS), ("read", READS), ("other", {"x.txt": "x"}), ("paged", {"3.xml": PAGE}), ("broken", {"3.xml": "<alto>", "ru/1.txt": "Бумага", "ru/1.xml": "<alto/>"})):
        for name, text in texts.items():
            (folder / side / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / side / name).write_text(text)
    sides = [folder / "truth", folder / "read"]
    yield "evaluate", ["evaluate", *sides, "--html", folder / "html"]
    yield "evaluate-lenient", ["evaluate", *sides, "--ignore-case", "--ignore-punctuation", "--language", "en"]
    yield "evaluate-json", ["evaluate", folder / "truth" / "ru", folder / "read" / "ru", "--language", "ru", "--json"]
    yield "evaluate-page", ["evaluate", folder / "paged", folder / "read" / "alto", "--language", "kk-Cyrl"]
    yield "evaluate-broken", ["evaluate", folder / "truth", folder / "broken"]
    yield "evaluate-nothing-in-common", ["evaluate", folder / "truth", folder / "other"]
    yield "evaluate-not-there", ["evaluate", folder / "none", folder / "read"]
    yield "evaluate-wrong-language", ["evaluate", *sides, "--language", "klingon"]


def cases(place):
    """(name, arguments) in order; later ones use what earlier ones made."""
    run = ["run", "--work", place.folder / "work", "--jobs", "1", "--store", place.store]
    quick = ["--recipe", place.recipe]
    empty = place.folder / "empty"
    empty.mkdir()
    (place.folder / "file.txt").write_text("no folder")
    (place.folder / "photos").mkdir()
    (place.folder / "photos" / "holiday.txt").write_text("no store")
    (place.folder / "data").mkdir()
    for name, (characters, config) in DATA.items():
        (place.folder / "data" / f"{name}.traineddata").write_bytes(trained_data(characters, config))
    for name, text in RECIPES.items():
        (place.folder / f"{name}.toml").write_text(text)
    yield "help", ["--help"]
    yield "version", ["--version"]
    for name in ("run", "check", "report", "show", "text", "audit", "verify", "rerecognise", "import-text", "recipe", "languages", "models", "evaluate", "explain"):
        yield f"help-{name}", [name, "--help"]
    for name in ("list", "show", "stages"):
        yield f"help-recipe-{name}", ["recipe", name, "--help"]
    yield "recipe-list", ["recipe", "list"]
    for name in ("print", "manuscript", "map"):
        yield f"recipe-show-{name}", ["recipe", "show", name]
    yield "recipe-stages", ["recipe", "stages"]
    yield "languages", ["languages"]
    yield "models", ["models"]
    yield "models-one", ["models", "az"]
    yield "models-one-json", ["models", "aze_cyrl", "--json"]
    yield "models-wrong-language", ["models", "klingon"]
    for name in ("refuse", "warn"):
        (place.folder / f"{name}.toml").write_text(READING.format(name))
        yield f"letters-missing-{name}", [*run, "--recipe", place.folder / f"{name}.toml", "--dry-run", SAMPLES / "plain"]
    yield from evaluations(place.folder)
    yield "explain", ["explain"]
    yield "explain-one", ["explain", "scan.truncated"]
    yield "explain-one-json", ["explain", "scan.truncated", "--json"]
    yield "wrong-explain", ["explain", "scan.truncted"]
    yield "wrong-nothing", []
    yield "wrong-command", ["rnu"]
    yield "wrong-option", [*run, SAMPLES / "plain", "--job", "2"]
    yield "wrong-jobs", [*run[:3], "--jobs", "0", "--store", place.store, SAMPLES / "plain"]
    yield "wrong-no-store", ["run", SAMPLES / "plain"]
    yield "wrong-recipe-name", [*run, SAMPLES / "plain", "--recipe", "prnt"]
    yield "wrong-recipe-file", [*run, SAMPLES / "plain", "--recipe", place.folder / "none.toml"]
    for name in RECIPES:
        yield f"wrong-recipe-{name}", [*run, SAMPLES / "plain", "--recipe", place.folder / f"{name}.toml"]
    yield "wrong-item", [*run, SAMPLES / "print", "--item", "AZ-001"]
    yield "batch-is-not-there", [*run, place.folder / "none"]
    yield "batch-is-a-file", [*run, place.folder / "file.txt"]
    yield "batch-is-empty", [*run, *quick, empty]
    yield "store-is-something-else", [*run[:-1], place.folder / "photos", *quick, SAMPLES / "plain"]
    yield "store-is-not-there", ["show", place.store]
    yield "audit-no-store", ["audit", place.store]
    yield "verify-no-package", ["verify", SAMPLES / "plain"]
    yield "report-before-run", ["report", SAMPLES / "plain", "--work", place.folder / "nothing"]
    yield "dry-run", [*run, SAMPLES / "print", "--dry-run"]
    yield "dry-run-json", [*run, SAMPLES / "periodical", "--dry-run", "--json"]
    yield "dry-run-faults", [*run, SAMPLES / "bad", "--dry-run"]
    yield "check", ["check", "--work", place.folder / "check", "--jobs", "1", SAMPLES / "bad"]
    yield "run-plain", [*run, *quick, SAMPLES / "plain"]
    yield "run-plain-again", [*run, *quick, SAMPLES / "plain"]
    yield "run-bad", [run[0], *run[3:], *quick, "--work", place.folder / "bad", SAMPLES / "bad"]
    yield "report", ["report", SAMPLES / "plain", "--work", place.folder / "work"]
    yield "show", ["show", place.store]
    yield "show-item", ["show", place.store, "BLANK-07"]
    yield "show-wrong-item", ["show", place.store, "BLANK-7"]
    yield "text-not-read", ["text", place.store, "BLANK-07"]
    yield "text-page", ["text", place.store, "BLANK-07", "--format", "page", "--out", place.folder / "page", "--json"]
    yield "text-jsonl", ["text", place.store, "--format", "jsonl"]
    yield "text-wrong-item", ["text", place.store, "BLANK-7"]
    yield "text-wrong-format", ["text", place.store, "--format", "jsnl"]
    yield "text-wrong-version", ["text", place.store, "BLANK-07", "--version", "v9"]
    yield "text-needs-folder", ["text", place.store, "--format", "hocr"]
    page = place.folder / "0001.xml"
    page.write_text(PAGE)
    again = ["rerecognise", "--work", place.folder / "again", "--jobs", "1", place.store]
    yield "rerecognise-which", again
    yield "rerecognise-wrong-item", [*again, "BLANK-7"]
    yield "rerecognise-wrong-age", [*again, "--model-older-than", "long"]
    yield "rerecognise-wrong-language", [*again, "BLANK-07", "--languages", "what?"]
    yield "rerecognise-other-recipe", [*again, "BLANK-07"]
    yield "rerecognise-no-reading", [*again, "BLANK-07", *quick]
    yield "rerecognise-none", [*again, "--model-older-than", "99"]
    out = ["--source", "A. Quliyev", "--date", "2026-03"]
    yield "import-text-wrong-size", ["import-text", place.store, "BLANK-07", page, *out]
    alto = stored(place.store, "BLANK-07", "alto/0001.tif.xml").read_text()
    for side, name in (("WIDTH", "imageWidth"), ("HEIGHT", "imageHeight")):
        page.write_text(page.read_text().replace(f'{name}="9"', f'{name}="{re.search(f" {side}=.([0-9]+)", alto)[1]}"').replace("9,9", "400,150"))
    yield "import-text-dry-run", ["import-text", place.store, "BLANK-07", page, *out, "--dry-run"]
    yield "import-text", ["import-text", place.store, "BLANK-07", page, *out]
    yield "import-text-again", ["import-text", place.store, "BLANK-07", page, *out]
    yield "import-text-shown", ["show", place.store, "BLANK-07"]
    yield "import-text-wrong-date", ["import-text", place.store, "BLANK-07", page, "--source", "x", "--date", "soon"]
    yield "import-text-nothing", ["import-text", place.store, "BLANK-07", place.folder / "empty", *out]
    yield "audit", ["audit", place.store]
    yield "verify", ["verify", place.store]


def normal(text, place):
    text = text.replace(str(place.folder), "TEMPORARY").replace(str(SAMPLES), "SAMPLES").replace(place.nuskha, "NUSKHA")
    text = re.sub(r"nuskha \d+\.\d+\.\d+\S*", "nuskha VERSION", text)
    text = re.sub(r"\b[0-9a-f]{16,}\b", "DIGEST", text)
    text = re.sub(r"(has) [0-9.]+ ([kMGTP]B|bytes) free", r"\1 SIZE free", text)
    text = re.sub(r"\b20\d\d-\d\d-\d\dT[0-9:.]+Z", "TIME", text)
    text = re.sub(r"(?m)^.* pages/min.*\n", "", text)  # told every ten seconds only
    # Sizes of what the program writes itself; those of scans and batches do not change.
    text = re.sub(r"(?m)^(.*\bTIME\b.*)$", lambda m: re.sub(r" +[0-9.]+ ([kMGT]B|bytes)", " SIZE", m[1]), text)
    text = re.sub(r"(?m)^(  size +|\d+ items, \d+ pages, |.* objects, \d+ files, )[0-9.]+ ([kMGT]B|bytes)", r"\1SIZE", text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def transcript(place, name, arguments):
    made_here = name.startswith(("models", "letters-missing"))
    ended = call([place.nuskha, *arguments], **({"TESSDATA_PREFIX": str(place.folder / "data")} if made_here else {}))
    said = f"$ nuskha {' '.join(str(a) for a in arguments)}\n"
    for stream, text in (("out", ended.out), ("err", ended.err)):
        if text:
            said += f"-- {stream}\n{text}" + ("" if text.endswith("\n") else "\n")
    return normal(said + f"-- exit {ended.status}\n", place)


def main():
    words = [w for w in sys.argv[2:] if w != "--update"]
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    update, wrong, names = "--update" in sys.argv[2:], [], []
    with Place(sys.argv[1]) as place:
        for name, arguments in cases(place):
            names.append(name)
            got = transcript(place, name, arguments)
            file = HERE / f"{name}.expected"
            wanted = file.read_text() if file.exists() else ""
            if got == wanted or (words and name not in words):
                continue
            if update:
                file.write_text(got)
            else:
                wrong.append(name)
                sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True), got.splitlines(True), str(file), "what it says now"))
    for stale in sorted({f.stem for f in HERE.glob("*.expected")} - set(names)):
        if update:
            (HERE / f"{stale}.expected").unlink()
        else:
            wrong.append(stale)
            print(f"{stale}.expected belongs to no case; --update removes it")
    print(f"{len(names)} runs of the command, {len(wrong)} not as expected{': ' + ', '.join(wrong) if wrong else ''}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
