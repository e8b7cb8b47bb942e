#!/usr/bin/python3
"""Judges labelled scenarios: a small root file system, changed as each scenario says, must give the verdict its author intended.

    tests/conformance/cac.py --corpus DIR --assay PROGRAM [--rule SUFFIX] [--verbose]

Needs root: each scenario is an overlay over the unpacked base, in a mount namespace of its own.
"""
import argparse
import collections
import json
import os
import subprocess
import sys
import tarfile
import tempfile

CONTENT = "/usr/share/xml/scap/ssg/content"

SCRIPT = r"""
set -e
mount -t tmpfs none "$WORK"
mkdir "$WORK/upper" "$WORK/work" "$WORK/root"
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$WORK/upper,workdir=$WORK/work" "$WORK/root"
tar --overwrite --numeric-owner -xJf "$FIXTURE" -C "$WORK/root"
cd "$WORK/root"
while IFS= read -r path; do [ -z "$path" ] || rm -rf "./$path"; done <<<"$DELETED"
cd /
exec "$@"
"""


def verdict(arguments, base, work, label):
    env = dict(os.environ, BASE=base, WORK=work, FIXTURE=os.path.join(arguments.corpus, "fixtures", label["fixture"]),
               DELETED="\n".join(label["deleted"]))
    command = [os.path.abspath(arguments.assay), "scan", work + "/root", "--content", os.path.join(CONTENT, label["content"]),
               "--rule", label["rule"], "--report", "json", "--no-progress"]
    if arguments.skip_platform_check:
        command.append("--skip-platform-check")
    done = subprocess.run(["unshare", "-m", "bash", "-c", SCRIPT, "scenario"] + command, env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=120)
    try:
        rules = json.loads(done.stdout)["rules"]
    except ValueError:
        return f"exit {done.returncode}", done.stderr.decode(errors="replace").strip(), ""
    for rule in rules:
        if rule["id"] == label["rule"]:
            return rule["result"], "; ".join(rule.get("messages", [])), json.dumps(rule.get("evidence", []))
    return "no such rule", "", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", required=True, help="folder with labels.json, the base root and fixtures/")
    parser.add_argument("--assay", required=True)
    parser.add_argument("--rule", default="")
    parser.add_argument("--skip-platform-check", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    with open(os.path.join(arguments.corpus, "labels.json")) as file:
        labels = [label for label in json.load(file) if label["rule"].endswith(arguments.rule)]
    counts = collections.Counter()
    with tempfile.TemporaryDirectory(prefix="assay-cac-", dir="/var/tmp") as place:
        base, work = place + "/base", place + "/work"
        os.mkdir(base)
        os.mkdir(work)
        with tarfile.open(os.path.join(arguments.corpus, "base-bionic-like.tar.xz")) as tar:
            tar.extractall(base, numeric_owner=True)
        for label in labels:
            got, messages, evidence = verdict(arguments, base, work, label)
            right = got == label["truth"]
            counts["right" if right else "wrong pass" if got == "pass" else "wrong"] += 1
            if not right:
                print(f"WRONG     {label['rule'].split('_rule_')[-1]} {label['scenario']}: {got}, intended {label['truth']} {messages}")
                if arguments.verbose:
                    print(f"          {evidence}")
    print(f"scenarios: {counts['right']} passed, {counts['wrong'] + counts['wrong pass']} failed ({counts['wrong pass']} of them wrong passes)")
    sys.exit(0 if counts["right"] == len(labels) else 1)


if __name__ == "__main__":
    main()
