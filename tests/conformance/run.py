#!/usr/bin/python3
"""Runs the conformance corpus (a manifest of OVAL, XCCDF and data stream cases with expected results) against assay.

    tests/conformance/run.py --corpus DIR --assay PROGRAM [--case ID] [--verbose]

Each case runs in mount namespaces of its own with a private /tmp, so it needs root. Expectations whose basis is `asserted`
bind; `oracle` ones (what another scanner answered) are counted beside them and fail only with --strict. A case that departs
on purpose stands in known.tsv, complaint by complaint and with the reason; what stands there and passes is an error too, so
the list cannot rot.
"""
import argparse
import collections
import fnmatch
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile

from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))


def strip_namespaces(tree):
    for element in tree.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
            for name in [name for name in element.attrib if name.startswith("{")]:
                element.set(etree.QName(name).localname, element.attrib.pop(name))
    return tree


def unpack(archive, place):
    with tarfile.open(archive) as tar:
        tar.extractall(place, filter="fully_trusted") if hasattr(tarfile, "data_filter") else tar.extractall(place)


OPTIONS = {"--profile": "--profile", "--rule": "--rule", "--datastream-id": "--datastream-id", "--xccdf-id": "--xccdf-id",
           "--benchmark-id": "--benchmark-id", "--oval-id": "--oval-id", "--tailoring-id": "--tailoring-id", "--cpe": "--cpe",
           "--tailoring-file": "--tailoring", "--variables": "--variables", "--id": "--id"}
# The peer's switches that change what it prints or fetches, none of which changes a verdict here.
WITHOUT_MEANING = {"--without-syschar", "--skip-validation", "--fetch-remote-resources", "--progress", "--progress-full", "--skip-valid",
                   "--show-rule-details", "--thin-results"}

# The peer's switches for what its results leave out, or for things a scan of this product never does.
NOT_OURS = {"--directives", "--local-files", "--remediate"}


class Skip(Exception):
    pass


def command(case, out, target):
    options = []
    for name, value in case["options"]:
        if name in WITHOUT_MEANING:
            continue
        if name in NOT_OURS:
            raise Skip(f"{name} is not part of this product's scan")
        options.append(OPTIONS[name])
        if value is not None:
            options.append(value)
    verb = case["verb"]
    if verb == "oval eval":
        return ["eval", case["files"][0], target, "--results", out] + options
    if verb == "oval analyse":
        return ["eval", case["files"][0], "--from-characteristics", case["files"][1], "--results", out] + options
    if verb == "xccdf eval":
        return ["scan", target, "--content", case["files"][0], "--report", "xccdf=" + out, "--report", "arf=" + out + ".arf",
                "--no-progress"] + options
    if verb.endswith("validate"):
        return ["validate", case["files"][0]]
    raise Skip(f"verb {verb}")


# Runs in the case's own mount namespace: a private /tmp with the case's files in it.
SCRIPT = r"""
set -e
mount -t tmpfs none /tmp
cd /  # the suite came from there
export OLDPWD
[ -z "$FIXTURE" ] || tar -xzf "$FIXTURE" -C / --overwrite --no-same-owner 2>/dev/null || tar -xzf "$FIXTURE" -C /
[ -z "$ROOT_FIXTURE" ] || { mkdir -p /tmp/root; tar -xzf "$ROOT_FIXTURE" -C /tmp/root; }
cd "$CASE"
exec "$@"
"""


def run_case(case, corpus, program, timeout):
    directory = os.path.join(corpus, case["id"])
    rename(os.path.join(directory, case["files"][0]))
    work = tempfile.mkdtemp(prefix="assay-conformance-", dir="/var/tmp")
    out = os.path.join(work, "results.xml")
    env = dict(os.environ, CASE=directory, FIXTURE="", ROOT_FIXTURE="")
    target = "/"
    if case.get("fixture"):
        env["FIXTURE"] = os.path.join(directory, case["fixture"])
    if case.get("fixture_root"):
        env["ROOT_FIXTURE"] = os.path.join(directory, case["fixture_root"])
    for name, value in case["env"].items():
        if name == "OSCAP_PROBE_ROOT":
            target = "/tmp/root" if case.get("fixture_root") else case.get("probe_root") or value
        elif name.startswith("OSCAP_"):
            raise Skip(f"environment variable {name} of another program")
        else:
            env[name] = value
    try:
        arguments = [program] + command(case, out, target)
        done = subprocess.run(["unshare", "-m", "bash", "-c", SCRIPT, "case"] + arguments, env=env, cwd=directory, timeout=timeout,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.returncode, Documents(out), done.stderr.decode(errors="replace"), " ".join(arguments)
    finally:
        shutil.rmtree(work, ignore_errors=True)


class Documents:
    """What a run wrote, without namespaces: the results asked for and, of an XCCDF scan, the ARF with the OVAL results."""

    def __init__(self, path):
        self.results, self.arf = (self.read(name) for name in (path, path + ".arf"))

    @staticmethod
    def read(path):
        return strip_namespaces(etree.parse(path, etree.XMLParser(huge_tree=True))) if os.path.exists(path) else None

    def evaluate(self, path):
        """The peer's suite asks the XCCDF results, or the ARF where it asks for what only that has."""
        of_arf = any(step in path for step in ("/tests/test", "/system_data", "/collected_objects", "/results/system", "component-ref", 'href="#'))
        tree = self.arf if of_arf and self.arf is not None else self.results
        return None if tree is None else tree.xpath(path)


def found_results(documents):
    found = {"definitions": collections.defaultdict(list), "tests": collections.defaultdict(list), "rules": collections.defaultdict(list)}
    oval = documents.arf if documents.arf is not None else documents.results
    if oval is not None:
        for element in oval.iterfind(".//system/definitions/definition"):
            found["definitions"][element.get("definition_id")].append(element.get("result"))
        for element in oval.iterfind(".//system/tests/test"):
            found["tests"][element.get("test_id")].append(element.get("result"))
    if documents.results is not None:
        for element in documents.results.iterfind(".//rule-result"):
            found["rules"][element.get("idref")].append(element.findtext("result"))
    return found


# Names the peer gives to itself and to what it writes, and ours for the same things.
NAMES = {"cpe:/a:open-scap:oscap": "cpe:/a:assay:assay", "xccdf_org.open-scap_testresult_": "xccdf_org.assay_testresult_"}


def ours(text):
    for theirs, name in NAMES.items():
        text = text.replace(theirs, name)
    return text


def rename(path):
    """Earlier results in a case's file are as if we had written them."""
    with open(path, encoding="latin-1") as file:
        text = file.read()
    with open(path, "w", encoding="latin-1") as file:
        file.write(ours(text))


def same_exit(verb, theirs, ours):
    if theirs is None or theirs == 100:
        return True
    if verb == "xccdf eval":  # theirs knows no "indeterminate"
        return ours in {0: (0, 3), 2: (2, 3)}.get(theirs, (theirs,))
    if verb.endswith("validate"):  # theirs tells what is invalid from what cannot be read
        return (ours == 0) == (theirs == 0)
    return ours == theirs


def judge(case, code, documents, strict):
    complaints, hints = [], []
    if not same_exit(case["verb"], case["exit_code"], code):
        (complaints if case["basis"] == "asserted" or strict else hints).append(f"exit code {code}, expected {case['exit_code']}")
    found = found_results(documents)
    for kind, rows in case["expected"].items():
        for name, row in rows.items():
            got = found[kind].get(name, [None])
            binding = row["basis"] == "asserted" or strict
            # One row a result: of each definition of a multi-check, of each instance of a rule.
            right = sorted(row["result"]) == sorted(got) if isinstance(row["result"], list) else row["result"] in got
            if row["basis"] != "author-claim-not-reproduced" and not right:
                (complaints if binding else hints).append(f"{kind[:-1]} {name}: {', '.join(map(str, got))}, expected {row['result']}")
    for path, value in case["xpath_assertions_ns_stripped"]:
        got = documents.evaluate(ours(path))
        if isinstance(got, float) and got == int(got):
            got = int(got)
        if str(got) != str(value):
            complaints.append(f"xpath {path}: {got}, expected {value}")
    return complaints, hints


def settle(complaints, known):
    """Without the complaints that rows of known.tsv explain, but with one for each row that explains nothing; and what is explained."""
    explained = [complaint for complaint in complaints if any(row[1] in complaint for row in known)]
    idle = [f"known.tsv expects \"{row[1]}\", which does not happen" for row in known if not any(row[1] in one for one in complaints)]
    return [complaint for complaint in complaints if complaint not in explained] + idle, explained


def area(case):
    return case["id"].split("-")[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", required=True, help="folder with manifest.json and cases.tar.xz")
    parser.add_argument("--assay", required=True)
    parser.add_argument("--case", action="append")
    parser.add_argument("--strict", action="store_true", help="what another scanner answered binds too")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--timeout", type=int, default=60)
    arguments = parser.parse_args()
    with open(os.path.join(arguments.corpus, "manifest.json")) as manifest:
        cases = json.load(manifest)["cases"]
    with open(os.path.join(HERE, "known.tsv")) as rows:
        known = [row.rstrip("\n").split("\t") for row in rows if row.strip() and not row.startswith("#")]
    counts = collections.defaultdict(collections.Counter)
    failed = []
    with tempfile.TemporaryDirectory(prefix="assay-corpus-", dir="/var/tmp") as corpus:
        unpack(os.path.join(arguments.corpus, "cases.tar.xz"), corpus)
        # A copy, because a private /tmp may hide the one that was named.
        program = shutil.copy(arguments.assay, os.path.join(corpus, "assay"))
        corpus = os.path.join(corpus, "cases")
        for case in cases:
            if arguments.case and case["id"] not in arguments.case:
                continue
            line = ""
            try:
                code, documents, errors, line = run_case(case, corpus, program, arguments.timeout)
                complaints, hints = judge(case, code, documents, arguments.strict and not case.get("oracle_suspect"))
                if errors and "Sanitizer" in errors or code < 0 or code > 127:
                    complaints.append(f"crashed: exit code {code}")
            except subprocess.TimeoutExpired:
                complaints, hints, errors = [f"no answer within {arguments.timeout} s"], [], ""
            except Skip as why:
                counts[area(case)]["not ours"] += 1
                if arguments.verbose:
                    print(f"not ours  {case['id']}: {why}")
                continue
            complaints, departures = settle(complaints, [row for row in known if fnmatch.fnmatchcase(case["id"], row[0])])
            if complaints:
                counts[area(case)]["failed"] += 1
                failed.append(case["id"])
                print(f"FAILED    {case['id']}: {'; '.join(complaints)}")
                if errors.strip():
                    print(f"          {errors.strip().splitlines()[-1]}")
                if arguments.verbose:
                    print(f"          {line}")
            else:
                counts[area(case)]["known" if departures else "passed"] += 1
            if hints:
                counts[area(case)]["differs from oracle"] += 1
                if arguments.verbose:
                    print(f"differs   {case['id']}: {'; '.join(hints)}")
    for name in sorted(counts):
        print(f"{name:20} " + ", ".join(f"{count} {what}" for what, count in sorted(counts[name].items())))
    total = sum((counts[name] for name in counts), collections.Counter())
    print(f"conformance: {total['passed']} passed, {total['failed']} failed, {total['known']} known departures, {total['not ours']} not ours")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
