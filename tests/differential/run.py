#!/usr/bin/python3
"""Compares assay's verdicts with oscap's, rule by rule, on the same content and root.

    tests/differential/run.py --assay PROGRAM [--data DIR] [--live]

--data DIR   the Ubuntu 18.04 and CentOS 7 roots with oscap's saved verdicts beside them
--live       this machine, with oscap run now on the same content and profiles

Every difference must stand in known.md with its evidence; one that stands there and no longer differs fails too.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))
CONTENT = "/usr/share/xml/scap/ssg/content"
XCCDF = "{http://checklists.nist.gov/xccdf/1.2}"
SAVED = [  # root, stream, profile, saved verdicts
    ("ubuntu-18.04.2-base", "ssg-ubuntu1804-ds.xml", "cis", "oscap-1.3.7-ubuntu-root-cis.tsv"),
    ("ubuntu-18.04.2-base", "ssg-ubuntu1804-ds.xml", "standard", "oscap-1.3.7-ubuntu-root-standard.tsv"),
    ("centos-7.7.1908-base", "ssg-centos7-ds.xml", "pci-dss", "oscap-1.3.7-centos-root-pci-dss.tsv"),
    ("centos-7.7.1908-base", "ssg-centos7-ds.xml", "standard", "oscap-1.3.7-centos-root-standard.tsv"),
]
LIVE = {"ssg-debian11-ds.xml": ["standard", "anssi_np_nt28_high"], "ssg-ubuntu2204-ds.xml": ["cis_level2_server", "standard"]}


def short(rule):
    return rule.split("_rule_")[-1]


def ours(program, target, stream, profile):
    command = [program, "scan", target, "--content", os.path.join(CONTENT, stream), "--profile", "_" + profile, "--report", "json", "--no-progress"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
    if done.returncode not in (0, 2, 3):
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.decode()}")
    return {short(rule["id"]): rule["result"] for rule in json.loads(done.stdout)["rules"] if rule["result"] != "notselected"}


def theirs_now(stream, profile):
    with tempfile.TemporaryDirectory() as place:
        results = place + "/results.xml"
        command = ["oscap", "xccdf", "eval", "--profile", "xccdf_org.ssgproject.content_profile_" + profile, "--results", results]
        subprocess.run(command + [os.path.join(CONTENT, stream)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env=dict(os.environ, SEXP_VALIDATE_DISABLE="1"), timeout=1200)
        return {short(row.get("idref")): row.findtext(XCCDF + "result") for row in etree.parse(results).iter(XCCDF + "rule-result")
                if row.findtext(XCCDF + "result") != "notselected"}


def known_rows():
    rows = {}
    with open(os.path.join(HERE, "known.md")) as text:
        for line in text:
            cells = [cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
            if len(cells) == 6 and cells[0] not in ("where", "") and not cells[0].startswith("-"):
                rows[(cells[0], cells[1], cells[2])] = (cells[3], cells[4])
    return rows


def compare(where, profile, found, expected, known, used):
    differences = 0
    for rule in sorted(set(found) | set(expected)):
        pair = (expected.get(rule, "absent"), found.get(rule, "absent"))
        if pair[0] == pair[1]:
            continue
        key = (where, profile, rule)
        if known.get(key) == pair:
            used.add(key)
            continue
        differences += 1
        print(f"DIFFERS   {where} {profile} {rule}: oscap {pair[0]}, assay {pair[1]}")
    print(f"{where} {profile}: {len(expected)} rules, {sum(found.get(r) == v for r, v in expected.items())} the same, {differences} unexplained")
    return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assay", required=True)
    parser.add_argument("--data")
    parser.add_argument("--live", action="store_true")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.assay)
    known, used, differences, seen = known_rows(), set(), 0, set()
    if arguments.data:
        with tempfile.TemporaryDirectory(prefix="assay-roots-", dir="/var/tmp") as place:
            for root in sorted({row[0] for row in SAVED}):
                os.mkdir(os.path.join(place, root))
                subprocess.run(["tar", "--numeric-owner", "-xJf", os.path.join(arguments.data, "roots", root + ".tar.xz"), "-C", os.path.join(place, root)],
                               check=True)
            for root, stream, profile, saved in SAVED:
                with open(os.path.join(arguments.data, "results", saved)) as text:
                    expected = {short(rule): verdict for rule, verdict in (line.split("\t") for line in text.read().splitlines())}
                seen.add(root)
                differences += compare(root, profile, ours(program, os.path.join(place, root), stream, profile), expected, known, used)
    if arguments.live:
        for stream, profiles in LIVE.items():
            where = "live " + stream.split("-")[1]
            seen.add(where)
            for profile in profiles:
                differences += compare(where, profile, ours(program, "/", stream, profile), theirs_now(stream, profile), known, used)
    stale = [key for key in known if key[0] in seen and key not in used]
    for key in stale:
        print(f"STALE     {' '.join(key)} stands in known.md but does not differ so")
    print(f"differential: {len(used)} known differences, {differences} unexplained, {len(stale)} stale")
    sys.exit(1 if differences or stale else 0)


if __name__ == "__main__":
    main()
