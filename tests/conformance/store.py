#!/usr/bin/env python3
"""Every METS and ALTO file of every sample batch's store is valid by the standards' own schemas.

The schemas are found through NUSKHA_SHARED; skipped without it. No network: xmllint runs with --nonet and a catalogue."""
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import SAMPLES, SKIPPED, call, expect, main, same  # noqa: E402

SCHEMAS = pathlib.Path(os.environ.get("NUSKHA_SHARED", "/nowhere")) / "conformance" / "schemas"


def valid(files, schema):
    """Judges many files in one call; returns how many."""
    environment = dict(os.environ, XML_CATALOG_FILES=str(SCHEMAS / "catalog.xml"))
    for start in range(0, len(files), 200):
        some = files[start:start + 200]
        said = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", SCHEMAS / schema, *some], capture_output=True,
                              text=True, env=environment)
        right = said.stderr.count(" validates\n")
        expect(said.returncode == 0 and right == len(some), f"{len(some) - right} of {len(some)} not valid:",
               "\n".join(line for line in said.stderr.splitlines() if " validates" not in line)[:3000])
    return len(files)


def stores_are_valid(place):
    for name in ("print", "manuscript", "periodical", "map", "plain", "bad"):
        more = ["--keep-faulty"] if name == "bad" else []
        ended = place.run(SAMPLES / name, *more, work=place.folder / f"work-{name}", quick=name not in ("manuscript", "periodical"), jobs=2)
        same(ended.status, 1 if more else 0, f"exit status of {name} {ended.err[-500:]}")
    mets, alto = sorted(place.store.rglob("mets.xml")), sorted(place.store.rglob("alto/*.xml"))
    expect(len(mets) >= 20 and len(alto) >= 40, "too few files:", len(mets), len(alto))
    expect(any(b"<String " in file.read_bytes() for file in alto), "no ALTO file has words")
    said = f"{valid(mets, 'drivers/mets-all.xsd')} METS and {valid(alto, 'alto/alto-4-4.xsd')} ALTO files valid"
    if not shutil.which("jing"):
        return said + "; jing is not installed, references within METS not checked"
    some = [mets[0], max(mets, key=lambda file: file.stat().st_size)]
    for file in some:
        judged = subprocess.run(["jing", SCHEMAS / "local" / "mets-all.xsd", file], capture_output=True, text=True)
        expect(judged.returncode == 0, "jing:", judged.stdout[:2000])
    return said + f", {len(some)} METS files with their references by jing"


def versions_of_new_text_are_valid(place):
    """Pages that nothing had read are read; then one gets a text from outside: three versions."""
    ended = place.run(place.copy("bad", "GAP-09"))
    same(ended.status, 0, f"exit status ({ended.err[-500:]})")
    place.recipe.write_text('title = "Reading"\nlanguages = ["en"]\nstages = ["tone", "recognise", "seal"]\n')
    for command in (["rerecognise", place.store, "GAP-09", "--recipe", place.recipe, "--jobs", "1"],
                    ["text", place.store, "GAP-09", "--format", "page", "--out", place.folder / "page"],
                    ["rerecognise", place.store, "GAP-09", "--recipe", place.recipe, "--jobs", "1", "--languages", "ru"],
                    ["import-text", place.store, "GAP-09", place.folder / "page" / "GAP-09" / "0002.tif.xml", "--source", "A & B"]):
        ended = call([place.nuskha, *command])
        same(ended.status, 0, f"exit status of {command[0]} ({ended.err[-500:]})")
    mets, alto = sorted(place.store.rglob("mets.xml")), sorted(place.store.rglob("alto/*.xml"))
    same([m.parent.parent.name for m in mets], ["v1", "v2", "v3", "v4"], "versions with METS")
    valid(mets, "drivers/mets-all.xsd"), valid(alto, "alto/alto-4-4.xsd")
    for file in mets if shutil.which("jing") else []:
        judged = subprocess.run(["jing", SCHEMAS / "local" / "mets-all.xsd", file], capture_output=True, text=True)
        expect(judged.returncode == 0, "jing:", judged.stdout[:2000])
    same(place.audit().status, 0, "audit")


if __name__ == "__main__":
    if not SCHEMAS.is_dir() or not shutil.which("xmllint"):
        print("SKIP: NUSKHA_SHARED is not set or has no schemas, or xmllint is not installed")
        sys.exit(SKIPPED)
    sys.exit(main([stores_are_valid, versions_of_new_text_are_valid]))
