#!/usr/bin/env python3
"""Holds the documents to the program.

    docs_current.py NUSKHA SOURCES            says what differs; exit 1
    docs_current.py NUSKHA SOURCES --update   writes what can be generated

Generated: docs/findings.md, and in docs/recipes.md what stands between <!-- begin: NAME --> and <!-- end: NAME -->.
Compared: every stage's option, default and finding with docs/stages/STAGE.md; every subcommand and long option of --help with
tools/man/nuskha.1, both ways; the exit statuses of --help with docs/exit-status.md and the manual page; the levels in docs/scanning-staff.md.
"""
import difflib
import json
import pathlib
import re
import subprocess
import sys

FINDINGS_HEAD = """# Findings

Everything that Nuskha can notice about a scan, page, item, batch or store. An **error** holds back its item (in a store it
makes `nuskha audit` end with exit status 5); a **warning** wants a look; a **note** is for the record.
`nuskha explain CODE` prints the same. This page is made from the program by `tests/docs_current.py --update`.

| code | level | what it means | what to do |
|---|---|---|---|
"""


class Program:
    def __init__(self, path):
        self.path = path

    def __call__(self, *arguments):
        return subprocess.run([self.path, *arguments], check=True, capture_output=True, text=True).stdout


def findings_page(nuskha):
    rows = json.loads(nuskha("explain", "--json"))
    return FINDINGS_HEAD + "".join(
        f"| `{row['code']}` | {row['level']} | {row['meaning']} | {row['advice']} |\n" for row in rows)


def stages(nuskha):
    """[(name, sentence, [(option, default, sentence)])] in the program's order."""
    found = []
    for line in nuskha("recipe", "stages").splitlines():
        if line.startswith("        "):
            found[-1][2][-1].append(line.strip())
        elif line.startswith("    "):
            found[-1][2].append(line.strip().split(" = ", 1))
        else:
            name, sentence = line.split(": ", 1)
            found.append((name, sentence, []))
    return found


def stages_block(nuskha):
    text = ""
    for name, sentence, options in stages(nuskha):
        text += f"**{name}** {sentence.rstrip('.')}.\n\n"
        if options:
            text += "| option | default | what it does |\n|---|---|---|\n"
            text += "".join(f"| `{option}` | {default} | {what} |\n" for option, default, what in options) + "\n"
    return text


def recipes_block(nuskha):
    names = [line.split()[0] for line in nuskha("recipe", "list").splitlines()]
    return "\n".join(f"`{name}`:\n\n```toml\n{nuskha('recipe', 'show', name)}```\n" for name in names)


def languages_block(nuskha):
    rows = json.loads(nuskha("languages", "--json"))
    return "| code | language | read with the first that writes all its letters |\n|---|---|---|\n" + "".join(
        f"| `{row['code']}` | {row['name']} | `{'`, `'.join(row['trained_data'])}` |\n" for row in rows)


def with_blocks(text, blocks):
    for name, content in blocks.items():
        begin, end = f"<!-- begin: {name} -->\n", f"<!-- end: {name} -->\n"
        before, rest = text.split(begin)
        text = before + begin + content.rstrip("\n") + "\n" + end + rest.split(end)[1]
    return text


def compare(path, wanted, update):
    is_now = path.read_text(encoding="utf-8") if path.exists() else ""
    if is_now == wanted:
        return []
    if update:
        path.write_text(wanted, encoding="utf-8")
        print(f"{path}: written")
        return []
    return [f"{path}: is not what the program says now; run tests/docs_current.py with --update\n" +
            "\n".join(difflib.unified_diff(is_now.splitlines(), wanted.splitlines(), "now", "wanted", lineterm="", n=0))]


def stage_manuals(nuskha, folder):
    faults = []
    for name, _, options in stages(nuskha):
        if name == "seal":
            continue
        page = folder / f"{name}.md"
        rows = dict(re.findall(r"^\| `(\w+)` \| (\S+|\[.*?\]) \|", page.read_text(encoding="utf-8"), re.M))
        wanted = {option: default for option, default, _ in options}
        for option in sorted(rows.keys() | wanted.keys()):
            if option not in wanted:
                faults.append(f"{page}: there is no option '{option}'; remove its row")
            elif option not in rows:
                faults.append(f"{page}: option '{option}' has no row")
            elif not same_value(rows[option], wanted[option]):
                faults.append(f"{page}: '{option}' has the default {wanted[option]}, not {rows[option]}")
        source = folder.parent.parent / "stages" / f"{name}.cpp"
        if name == "review":  # no stage, but it makes findings too
            source = folder.parent.parent / "pipeline" / "review" / "review.cpp"
        if name != "gate":
            faults += stage_findings(page, source)
    return faults


def stage_findings(page, source):
    """The codes that a stage's manual names are those that its source makes findings of, and the sources in a folder
    below, or of a file of findings, that it includes."""
    code = r"((?:image|ocr|orient|skew|target)\.[a-z-]+)"
    told = set(re.findall(f"`{code}`", page.read_text(encoding="utf-8")))
    text = source.read_text(encoding="utf-8")
    for part in re.findall(r'#include "stages/(\w+/\w+|\w+_findings)\.hpp"', text):
        text += (source.parent / f"{part}.cpp").read_text(encoding="utf-8")
    made = set(re.findall(f'"{code}"', text))
    return ([f"{page}: finding {c} is not in it" for c in sorted(made - told)] +
            [f"{page}: the stage makes no finding {c}" for c in sorted(told - made)])


def same_value(a, b):
    try:
        return float(a) == float(b)
    except ValueError:
        return a == b


def helps(nuskha, command=()):
    """--help of a command and of all below it."""
    text = nuskha(*command, "--help")
    yield command, text
    names = re.search(r"^Subcommands:\n((?:  .*\n)+)", text, re.M)
    for name in re.findall(r"^  ([\w-]+) ", names.group(1), re.M) if names else []:
        yield from helps(nuskha, (*command, name))


def manual_page(nuskha, page):
    manual = page.read_text(encoding="utf-8").replace("\\-", "-")
    faults, options = [], set()
    for command, text in helps(nuskha):
        name = " ".join(command)
        has_more = "\nSubcommands:\n" in text
        heading = rf"^\.B nuskha {name}$" if has_more else rf"^\.SS {name}$"
        if command and not re.search(heading, manual, re.M):
            faults.append(f"{page}: `nuskha {name}` is not in it")
        listed = re.search(r"^Options:\n((?:  .*\n)+)", text, re.M).group(1)
        options |= set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", listed, re.M))
    said = set(re.findall(r"--[a-z][a-z-]*", manual))
    faults += [f"{page}: option {option} is not in it" for option in sorted(options - said)]
    faults += [f"{page}: there is no option {option}" for option in sorted(said - options)]
    return faults


def exit_statuses(nuskha, pages):
    told = re.search(r"Exit status: (.*?)\.\n", nuskha("--help"), re.S).group(1)
    statuses = re.findall(r"(?:^|, |,\n)(\d+) ", told)
    if len(statuses) < 8:
        return ["nuskha --help: its exit statuses are not understood by this test"]
    faults = []
    for page, form in pages:
        text = page.read_text(encoding="utf-8")
        faults += [f"{page}: exit status {status} is not in it"
                   for status in statuses if not re.search(form.format(status), text, re.M)]
    return faults


def staff_table(nuskha, page):
    """The findings that scanning staff are told of are in the catalogue, at its level."""
    levels = {row["code"]: row["level"] for row in json.loads(nuskha("explain", "--json"))}
    rows = re.findall(r"^\| ([a-z]+\.[a-z0-9-]+) \| (\w+) \|", page.read_text(encoding="utf-8"), re.M)
    return [f"{page}: {code} is told as {level}, but is {levels.get(code, 'no finding')}"
            for code, level in rows if levels.get(code) != level]


def main():
    program, sources = sys.argv[1], pathlib.Path(sys.argv[2])
    update = "--update" in sys.argv[3:]
    nuskha, docs, man = Program(program), sources / "docs", sources / "tools/man/nuskha.1"
    recipes = docs / "recipes.md"
    blocks = {"stages": stages_block(nuskha), "recipes": recipes_block(nuskha), "languages": languages_block(nuskha)}
    faults = compare(docs / "findings.md", findings_page(nuskha), update)
    faults += compare(recipes, with_blocks(recipes.read_text(encoding="utf-8"), blocks), update)
    faults += stage_manuals(nuskha, docs / "stages")
    faults += staff_table(nuskha, docs / "scanning-staff.md")
    faults += manual_page(nuskha, man)
    faults += exit_statuses(nuskha, [(docs / "exit-status.md", r"^\| {} \|"), (man, r"^\.B {}$")])
    for fault in faults:
        print(fault)
    print(f"{len(faults)} differences between the program and its documents")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
