#!/usr/bin/python3
"""Compares assay's verdicts with oscap's, rule by rule, on the same content and root.

    tests/differential/run.py --assay PROGRAM [--data DIR [--bundled DIR]] [--live]

--data DIR   the Ubuntu 18.04 and CentOS 7 roots with oscap's saved verdicts beside them; then the CentOS root with RHEL's content and no
             platform checked, oscap run now
--bundled    the compiled benchmarks of our own, on the same roots, oscap run now. Twice each: by OVAL alone (`NAME oval`: the same
             definitions, two evaluators), and as it is (`NAME`: our checks beside the OVAL that other scanners fall back to)
--live       this machine, with oscap run now on the same content and profiles; each also with no platform checked, so that every rule
             is judged (`live-all`)

assay checks no platform under --skip-platform-check; oscap is given a copy of the stream without <platform>.

Every difference must stand in known.md with its evidence; one that stands there and no longer differs fails too. Where and rule may
be patterns (`*`), for what differs for one reason.
"""
import argparse
import fnmatch
import json
import os
import re
import subprocess
import sys
import tempfile

from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))
CONTENT = "/usr/share/xml/scap/ssg/content"
BUNDLED = [("ubuntu-18.04.2-base", "cis-ubuntu1804-v1.0.0"), ("ubuntu-18.04.2-base", "cis-ubuntu1804-v2.0.0"),
           ("centos-7.7.1908-base", "cis-centos7-v2.2.0")]
LUA = "urn:assay:check-system:lua:1"
XCCDF = "{http://checklists.nist.gov/xccdf/1.2}"
SAVED = [  # root, stream, profile, saved verdicts
    ("ubuntu-18.04.2-base", "ssg-ubuntu1804-ds.xml", "cis", "oscap-1.3.7-ubuntu-root-cis.tsv"),
    ("ubuntu-18.04.2-base", "ssg-ubuntu1804-ds.xml", "standard", "oscap-1.3.7-ubuntu-root-standard.tsv"),
    ("centos-7.7.1908-base", "ssg-centos7-ds.xml", "pci-dss", "oscap-1.3.7-centos-root-pci-dss.tsv"),
    ("centos-7.7.1908-base", "ssg-centos7-ds.xml", "standard", "oscap-1.3.7-centos-root-standard.tsv"),
]
UNCHECKED = [("centos-7.7.1908-base", "ssg-rhel7-ds.xml", "cis_server_l1")]  # root, stream, profile
RPM_MACROS = "%_db_backend bdb_ro\n%_dbpath /var/lib/rpm\n"  # Debian's rpm reads another database by default
LIVE = {"ssg-debian11-ds.xml": ["standard", "anssi_np_nt28_high"], "ssg-ubuntu2204-ds.xml": ["cis_level2_server", "standard"]}


def short(rule):
    return rule.split("_rule_")[-1]


def ours(program, target, stream, profile, *options):  # an absolute stream stands for itself
    command = [program, "scan", target, "--content", os.path.join(CONTENT, stream), "--profile", "_" + profile, "--report", "json", "--no-progress"]
    done = subprocess.run(command + list(options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
    if done.returncode not in (0, 2, 3):
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.decode()}")
    return {short(rule["id"]): rule["result"] for rule in json.loads(done.stdout)["rules"] if rule["result"] != "notselected"}


def without_platforms(stream, place):
    tree = etree.parse(os.path.join(CONTENT, stream), etree.XMLParser(huge_tree=True))
    for platform in list(tree.iter(XCCDF + "platform")):
        platform.getparent().remove(platform)
    copy = os.path.join(place, stream)
    tree.write(copy)
    return copy


def theirs_now(stream, profile, place, root=None, prefix="xccdf_org.ssgproject.content_profile_"):
    results = os.path.join(place, "results.xml")
    command = ["oscap", "xccdf", "eval", "--profile", prefix + profile, "--results", results, stream]
    environment = dict(os.environ, SEXP_VALIDATE_DISABLE="1")
    if root:
        with open(os.path.join(place, ".rpmmacros"), "w") as macros:
            macros.write(RPM_MACROS)
        environment.update(HOME=place, OSCAP_PROBE_ROOT=root)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, timeout=1200)
    return {short(row.get("idref")): row.findtext(XCCDF + "result") for row in etree.parse(results, etree.XMLParser(huge_tree=True)).iter(XCCDF + "rule-result")
            if row.findtext(XCCDF + "result") != "notselected"}


def without_lua(stream, place):
    tree = etree.parse(stream, etree.XMLParser(huge_tree=True))
    for check in list(tree.iter(XCCDF + "check")):
        if check.get("system") == LUA:
            check.getparent().remove(check)
    copy = os.path.join(place, "oval-" + os.path.basename(stream))
    tree.write(copy)
    return copy


def known_rows():
    rows = set()  # where, profile, rule, oscap, assay
    with open(os.path.join(HERE, "known.md")) as text:
        for line in text:
            cells = [cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
            if len(cells) == 6 and cells[0] not in ("where", "") and not cells[0].startswith("-"):
                rows.add(tuple(cells[:5]))
    return rows


def compare(where, profile, found, expected, known, used):
    differences = 0
    for rule in sorted(set(found) | set(expected)):
        pair = (expected.get(rule, "absent"), found.get(rule, "absent"))
        if pair[0] == pair[1]:
            continue
        keys = [key for key in known if key[3:] == pair and all(map(fnmatch.fnmatchcase, (where, profile, rule), key))]
        if keys:
            used.update(keys)
            continue
        differences += 1
        print(f"DIFFERS   {where} {profile} {rule}: oscap {pair[0]}, assay {pair[1]}")
    print(f"{where} {profile}: {len(expected)} rules, {sum(found.get(r) == v for r, v in expected.items())} the same, {differences} unexplained")
    return differences


def unpack(data, root, place):
    target = os.path.join(place, root)
    os.mkdir(target)
    subprocess.run(["tar", "--numeric-owner", "-xJf", os.path.join(data, "roots", root + ".tar.xz"), "-C", target], check=True)
    return target


def saved_pairs(program, data, place):
    roots = {root: unpack(data, root, place) for root in sorted({row[0] for row in SAVED})}
    for root, stream, profile, saved in SAVED:
        with open(os.path.join(data, "results", saved)) as text:
            expected = {short(rule): verdict for rule, verdict in (line.split("\t") for line in text.read().splitlines())}
        yield root, profile, ours(program, roots[root], stream, profile), expected
    for root, stream, profile in UNCHECKED:  # last: oscap writes into the root it examines
        found = ours(program, roots[root], stream, profile, "--skip-platform-check")
        where = f"{root} {stream.split('-')[1]}"
        yield where, profile, found, theirs_now(without_platforms(stream, place), profile, place, roots[root])


def bundled_pairs(program, data, content, place):
    for root, name in BUNDLED:
        target = os.path.join(place, root)
        if not os.path.isdir(target):
            unpack(data, root, place)
        stream, profile = os.path.join(os.path.abspath(content), name + "-ds.xml"), "level2-server"
        by_oval, as_is = ours(program, target, without_lua(stream, place), profile), ours(program, target, stream, profile)
        theirs = theirs_now(stream, profile, place, target, "xccdf_org.assay_profile_")
        yield name + " oval", profile, by_oval, theirs
        judged = {rule: verdict for rule, verdict in theirs.items() if verdict != "notchecked"}  # no OVAL, or for a person
        yield name, profile, {rule: verdict for rule, verdict in as_is.items() if rule in judged}, judged


def live_pairs(program, place):
    for stream, profiles in LIVE.items():
        name, copy = stream.split("-")[1], without_platforms(stream, place)
        for profile in profiles:
            yield "live " + name, profile, ours(program, "/", stream, profile), theirs_now(os.path.join(CONTENT, stream), profile, place)
            found = ours(program, "/", stream, profile, "--skip-platform-check")
            yield "live-all " + name, profile, found, theirs_now(copy, profile, place)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assay", required=True)
    parser.add_argument("--data")
    parser.add_argument("--bundled")
    parser.add_argument("--live", action="store_true")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.assay)
    known, used, differences, seen = known_rows(), set(), 0, set()
    with tempfile.TemporaryDirectory(prefix="assay-differential-", dir="/var/tmp") as place:
        runs = [saved_pairs(program, arguments.data, place)] if arguments.data else []
        runs += [bundled_pairs(program, arguments.data, arguments.bundled, place)] if arguments.bundled else []
        runs += [live_pairs(program, place)] if arguments.live else []
        for run in runs:
            for where, profile, found, expected in run:
                seen.add(where)
                differences += compare(where, profile, found, expected, known, used)
    stale = [key for key in known if fnmatch.filter(seen, key[0]) and key not in used]
    for key in stale:
        print(f"STALE     {' '.join(key)} stands in known.md but does not differ so")
    print(f"differential: {len(used)} known differences, {differences} unexplained, {len(stale)} stale")
    sys.exit(1 if differences or stale else 0)


if __name__ == "__main__":
    main()
