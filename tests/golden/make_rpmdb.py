#!/usr/bin/python3
"""Writes a small rpm database (sqlite form) below ROOT: one package with a directory, two files, a link and a configuration file."""
import hashlib
import os
import sqlite3
import struct
import sys

INT16, INT32, STRING, BIN, STRINGS, I18N = 3, 4, 6, 7, 8, 9


def pack(kind, value):
    if kind == INT16:
        return len(value), b"".join(struct.pack(">H", number) for number in value), 2
    if kind == INT32:
        return len(value), b"".join(struct.pack(">I", number) for number in value), 4
    if kind == BIN:
        return len(value), value, 1
    texts = value if kind != STRING else [value]
    return len(texts), b"".join(text.encode() + b"\0" for text in texts), 1


def header(tags):
    """A header blob as rpm stores it: region 63 first, its trailer last."""
    data, index = b"", []
    for tag, (kind, value) in sorted(tags.items()):
        count, raw, align = pack(kind, value)
        data += b"\0" * (-len(data) % align)
        index.append((tag, kind, len(data), count))
        data += raw
    index.insert(0, (63, BIN, len(data), 16))
    data += struct.pack(">IIiI", 63, BIN, -16 * len(index), 16)
    return struct.pack(">II", len(index), len(data)) + b"".join(struct.pack(">IIII", *row) for row in index) + data


def main():
    root = sys.argv[1]
    files = {"/etc/demo.conf": "a=1\n", "/usr/bin/demo": "#!/bin/sh\n"}
    names = sorted(files)
    digests = [hashlib.sha256(files[name].encode()).hexdigest() for name in names]
    for name in names:
        os.makedirs(os.path.dirname(root + name), exist_ok=True)
        with open(root + name, "w") as out:
            out.write(files[name])
    with open(root + "/etc/demo.conf", "w") as out:
        out.write("a=2\n")  # changed since it was installed
    os.chmod(root + "/usr/bin/demo", 0o755)
    with open(root + "/etc/passwd", "w") as out:
        out.write("root:x:0:0::/root:/bin/sh\n")
    with open(root + "/etc/group", "w") as out:
        out.write("root:x:0:\n")
    tags = {1000: (STRING, "demo"), 1001: (STRING, "1.2"), 1002: (STRING, "3.el7"), 1003: (INT32, [1]), 1004: (I18N, ["A demo"]), 1022: (STRING, "x86_64"),
            1028: (INT32, [len(files[name]) for name in names]), 1030: (INT16, [0o100644, 0o100755]), 1033: (INT16, [0, 0]), 1034: (INT32, [0, 0]),
            1035: (STRINGS, digests), 1036: (STRINGS, ["", ""]), 1037: (INT32, [1, 0]), 1039: (STRINGS, ["root", "root"]), 1040: (STRINGS, ["root", "root"]),
            1045: (INT32, [0xFFFFFFFF, 0xFFFFFFFF]), 1116: (INT32, [0, 1]), 1117: (STRINGS, [os.path.basename(name) for name in names]),
            1118: (STRINGS, [os.path.dirname(name) + "/" for name in names]), 5011: (INT32, [8])}
    os.makedirs(root + "/var/lib/rpm", exist_ok=True)
    database = sqlite3.connect(root + "/var/lib/rpm/rpmdb.sqlite")
    database.execute("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
    database.execute("INSERT INTO Packages (blob) VALUES (?)", (header(tags),))
    database.commit()


if __name__ == "__main__":
    main()
