#!/usr/bin/env python3
"""Fails when an #include goes against the house: models <- pipeline <- stages <- tools; stages do not include one another."""
import pathlib
import re
import sys

ROOMS = ["models", "pipeline", "stages", "tools"]
FOREIGN = re.compile(r"#include <(opencv2|tesseract|leptonica|vips|openssl)/")
# Shared by stages: not stages themselves.
STAGE = re.compile(r'#include "stages/(\w+)\.hpp"')


def faults(root):
    stages = {p.stem for p in (root / "docs" / "stages").glob("*.md")}
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.[ch]pp")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                place = f"{path.relative_to(root)}:{number}"
                target = re.match(r'#include "(\w+)/', line)
                if target and target[1] in ROOMS and ROOMS.index(target[1]) > ROOMS.index(room):
                    yield f"{place}: {room} must not include {target[1]}"
                if path.suffix == ".hpp" and FOREIGN.match(line):
                    yield f"{place}: no header of ours includes {FOREIGN.match(line)[1]}"
                stage = STAGE.match(line)
                if room == "stages" and stage and stage[1] in stages and path.stem not in (stage[1], "stages"):
                    yield f"{place}: a stage must not include another stage"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    found = list(faults(root))
    print("\n".join(found) if found else "includes: all go the right way")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
