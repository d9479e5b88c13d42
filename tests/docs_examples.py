#!/usr/bin/env python3
"""Runs the examples of the guides against a store that it makes from the sample scans.

    docs_examples.py NUSKHA SOURCES

A ```console block is a session: each "$ command" is run by bash in a folder that holds `archive` (sample item EN-0001, sealed at
a fixed clock), and must print what follows it; "..." stands for anything. A "cd" holds to the end of its block. A
```python block that begins with "# NAME.py:" is written to that file. Blocks that need a program which is not
there are skipped, and told.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

GUIDES = ["preservation-officers.md", "researchers.md"]
OPTIONAL = ["jq", "xmllint"]


def make_store(nuskha, sources, folder):
    shutil.copytree(sources / "sample-scans/print", folder / "print")
    subprocess.run([nuskha, "run", "print", "--store", "archive", "--item", "EN-0001", "--jobs", "1"], cwd=folder,
                   check=True, capture_output=True)


def sessions(text):
    """(what is run, what is expected) of each command, and the files to write, in the order of the text."""
    for kind, block in re.findall(r"^```(console|python)\n(.*?)^```$", text, re.M | re.S):
        if kind == "python":
            name = re.match(r"# (\w+\.py):", block)
            if name:
                yield "file", name.group(1), block
            continue
        where = ""
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
            if re.fullmatch(r"cd \S+", command):
                where = command + " && "
            else:
                yield "command", where + command, expected


def same(expected, got):
    pattern = re.escape(expected.strip()).replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, got.strip(), re.S) is not None


def main():
    nuskha, sources = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    os.environ.update(SOURCE_DATE_EPOCH="1700000000", PATH=f"{nuskha.parent}:{os.environ['PATH']}")
    ran, failed = 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_store(nuskha, sources, folder)
        for guide in GUIDES:
            for kind, what, content in sessions((sources / "docs" / guide).read_text(encoding="utf-8")):
                if kind == "file":
                    (folder / what).write_text(content, encoding="utf-8")
                    continue
                missing = [tool for tool in OPTIONAL if re.search(rf"\b{tool} ", what) and not shutil.which(tool)]
                if missing:
                    print(f"{guide}: skipped, there is no {missing[0]}: {what}")
                    continue
                ran += 1
                result = subprocess.run(["bash", "-c", what], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True)
                if not same(content, result.stdout):
                    failed += 1
                    print(f"{guide}: $ {what}\n--- is said to print\n{content}--- prints\n{result.stdout}")
    print(f"{ran} examples run, {failed} differ")
    return 1 if failed or ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
