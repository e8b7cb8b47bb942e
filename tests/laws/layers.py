#!/usr/bin/python3
"""The layer law: a folder includes only what its link line allows (README.md of each folder says the same in words)."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MAY_USE = {
    "engine/base": set(),
    "engine/target": {"engine/base"},
    "engine/xml": {"engine/base"},
    "engine/scap": {"engine/base", "engine/xml"},
    "engine/plan": {"engine/base", "engine/xml", "engine/scap"},
    "engine/evaluate": {"engine/base", "engine/xml", "engine/scap", "engine/plan"},
    "engine/collect": {"engine/base", "engine/xml", "engine/scap", "engine/plan", "engine/evaluate", "engine/target"},
    "probes/parse": {"engine/base"},
    "rules-lua": {"engine/base", "engine/xml", "engine/scap", "engine/plan", "engine/evaluate", "probes/parse"},
    "images": {"engine/base", "engine/target"},
    "engine/certify": {"engine/base", "engine/xml", "engine/scap", "engine/plan", "engine/evaluate", "engine/target"},
    "reports": {"engine/base", "engine/xml", "engine/scap", "engine/plan", "engine/evaluate", "reports/html"},
}
MAY_USE["reports/html"] = MAY_USE["reports"] | {"reports"}
PROBE = MAY_USE["engine/collect"] | {"engine/collect", "probes/parse"}
MAY_USE.update({"probes/independent": PROBE, "probes/unix": PROBE, "probes/linux": PROBE,
                "probes": PROBE | {"probes"}, "benchmarks/compiler": PROBE | {"probes", "rules-lua"}, "engine/cli": None})


def main():
    broken = files = 0
    for folder, allowed in MAY_USE.items():
        place = os.path.join(ROOT, folder)
        for name in sorted(os.listdir(place)):
            if not name.endswith((".h", ".cc", ".inc")):
                continue
            files += 1
            with open(os.path.join(place, name)) as text:
                for number, line in enumerate(text, 1):
                    match = re.match(r'#include "([^"]+)/[^/"]+"', line)
                    if match is None or allowed is None or match[1] == folder or match[1] in allowed:
                        continue
                    broken += 1
                    print(f"{folder}/{name}:{number}: may not use {match[1]}")
    print(f"layers: {files} files read, {broken} includes against the table")
    sys.exit(1 if broken or not files else 0)


if __name__ == "__main__":
    main()
