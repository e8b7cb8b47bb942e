#!/usr/bin/python3
"""Scans the two stock root file systems with our own benchmarks and compares every verdict with the reviewed tables beside this.

    tests/content/stock/run.py --assay PROGRAM --data DIR [--content DIR] [--number N ...] [--update]

--content DIR  data streams of this folder instead of those the program carries
--number N     just the recommendations whose number is N or starts with "N."
--update       writes what was found into the tables: a new row, or one whose verdict changed, has no reason yet

A table is one row a recommendation: number, rule, verdict, and why that is the truth about this root, in one sentence. A row without
a reason fails, and so does a verdict of error or unknown whatever the table says.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOTS = {"cis-ubuntu1804-v1.0.0": "ubuntu-18.04.2-base", "cis-ubuntu1804-v2.0.0": "ubuntu-18.04.2-base",
         "cis-centos7-v2.2.0": "centos-7.7.1908-base"}
PROFILES = ["level2-server", "level2-workstation"]
HEADER = "number\trule\tverdict\twhy\n"
UNSCORED = re.compile("its role is unscored: the check says ([a-z]+)")

Row = collections.namedtuple("Row", "rule verdict why")


def unpack(archive, place):
    with tarfile.open(archive) as tar:
        tar.extractall(place, numeric_owner=True, **({"filter": "fully_trusted"} if hasattr(tarfile, "data_filter") else {}))
    return place


def read_table(benchmark):
    path = os.path.join(HERE, benchmark + ".tsv")
    rows = {}
    if os.path.exists(path):
        with open(path) as table:
            for line in list(table)[1:]:
                number, rule, verdict, why = line.rstrip("\n").split("\t")
                rows[number] = Row(rule, verdict, why)
    return rows


def by_number(number):
    return [int(part) for part in number.split(".")]


def write_table(benchmark, rows):
    with open(os.path.join(HERE, benchmark + ".tsv"), "w") as table:
        table.write(HEADER)
        for number in sorted(rows, key=by_number):
            table.write("\t".join((number,) + rows[number]) + "\n")


def content_of(benchmark, folder):
    if folder is None:
        return benchmark
    for name in (benchmark + "-ds.xml", benchmark + ".xml"):
        if os.path.exists(os.path.join(folder, name)):
            return os.path.join(folder, name)
    return None


def verdict_of(rule):
    """What the check says, also of a rule that does not count for the score."""
    if rule["result"] == "informational":
        for message in rule["messages"]:
            said = UNSCORED.match(message)
            if said:
                return said.group(1)
    return rule["result"]


def scan(program, root, content, profile):
    command = [program, "scan", root, "--content", content, "--profile", "_profile_" + profile, "--report", "json", "--no-progress"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
    if done.returncode not in (0, 2, 3):
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.decode()}")
    found = {}
    for rule in json.loads(done.stdout)["rules"]:
        if rule["result"] == "notselected":
            continue
        number, name = rule["id"].split("_rule_")[1].split("_", 1)
        found[number] = Row(name, verdict_of(rule), "")
    return found


def found_by_all(program, root, content):
    """Verdicts by number; and complaints where two profiles say different things of one rule."""
    found, complaints = {}, []
    for profile in PROFILES:
        for number, row in scan(program, root, content, profile).items():
            if found.setdefault(number, row) != row:
                complaints.append(f"{number} {row.rule}: {found[number].verdict} in one profile, {row.verdict} in another")
    return found, complaints


def compare(number, found, known):
    if found is None:
        return f"{number} {known.rule}: in the table, but no profile has it"
    said = f"{number} {found.rule}: {found.verdict}"
    if found.verdict in ("error", "unknown"):
        return said
    if known is None:
        return said + ", not in the table"
    if known.rule != found.rule:
        return f"{said}, and the table has {known.rule} under this number"
    if known.verdict != found.verdict:
        return f"{said}, reviewed as {known.verdict}"
    return "" if known.why else said + ", without a reason"


def update(known, found):
    """What is known, with what was found; a reason stays where its verdict does."""
    rows = dict(known)
    for number, row in found.items():
        if number not in known or known[number][:2] != row[:2]:
            rows[number] = row
    return rows


def wanted(number, numbers):
    return not numbers or any(number == one or number.startswith(one + ".") for one in numbers)


def judge(benchmark, content, root, arguments):
    found, complaints = found_by_all(arguments.assay, root, content)
    found = {number: row for number, row in found.items() if wanted(number, arguments.number)}
    known = read_table(benchmark)
    if arguments.update:
        known = update(known, found)
        write_table(benchmark, known)
    for number in sorted(set(found) | {one for one in known if wanted(one, arguments.number)}, key=by_number):
        complaint = compare(number, found.get(number), known.get(number))
        if complaint:
            complaints.append(complaint)
    return len(found), complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assay", required=True)
    parser.add_argument("--data", required=True, help="the folder that holds roots/")
    parser.add_argument("--content", help="a folder of data streams")
    parser.add_argument("--number", action="append")
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    verdicts = failed = 0
    with tempfile.TemporaryDirectory(prefix="assay-stock-", dir="/var/tmp") as place:
        roots = {name: unpack(os.path.join(arguments.data, "roots", name + ".tar.xz"), os.path.join(place, name)) for name in set(ROOTS.values())}
        for benchmark in sorted(ROOTS):
            content = content_of(benchmark, arguments.content)
            if content is None:
                sys.exit(f"{arguments.content} has no data stream of {benchmark}")
            count, complaints = judge(benchmark, content, roots[ROOTS[benchmark]], arguments)
            verdicts += count
            failed += len(complaints)
            for complaint in complaints:
                print(f"FAILED  {benchmark} {complaint}")
    print(f"stock roots: {verdicts} verdicts, {failed} to be looked at")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
