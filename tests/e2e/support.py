#!/usr/bin/python3
import hashlib
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
import unittest

CONTENT = "/usr/share/xml/scap/ssg/content"
PROGRAM = os.path.abspath(os.environ.get("ASSAY", "build/release/engine/cli/assay"))

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5"
 xmlns:ind="http://oval.mitre.org/XMLSchema/oval-definitions-5#independent" xmlns:unix="http://oval.mitre.org/XMLSchema/oval-definitions-5#unix"
 xmlns:linux="http://oval.mitre.org/XMLSchema/oval-definitions-5#linux" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <generator><oval:schema_version>5.11.2</oval:schema_version><oval:timestamp>2024-01-01T00:00:00</oval:timestamp></generator>
"""


def definition(criteria='<criterion test_ref="oval:x:tst:1"/>', number=1):
    return (f'<definition class="compliance" id="oval:x:def:{number}" version="1"><metadata><title>t</title><description>d</description></metadata>'
            f"<criteria>{criteria}</criteria></definition>")


def oval(tests, objects, states="", variables="", definitions=None):
    """An OVAL file of one definition (unless others are given)."""
    return (HEAD + f"<definitions>{definitions or definition()}</definitions><tests>{tests}</tests><objects>{objects}</objects>"
            + (f"<states>{states}</states>" if states else "") + (f"<variables>{variables}</variables>" if variables else "") + "</oval_definitions>\n")


def text_test(extra='check_existence="at_least_one_exists"'):
    return f'<ind:textfilecontent54_test id="oval:x:tst:1" version="1" comment="c" check="all" {extra}><ind:object object_ref="oval:x:obj:1"/></ind:textfilecontent54_test>'


def text_object(path, pattern, behaviors=""):
    return (f'<ind:textfilecontent54_object id="oval:x:obj:1" version="1">{behaviors}<ind:filepath>{path}</ind:filepath>'
            f'<ind:pattern operation="pattern match">{pattern}</ind:pattern><ind:instance datatype="int" operation="greater than or equal">1</ind:instance>'
            "</ind:textfilecontent54_object>")


def file_test(existence="at_least_one_exists", state=""):
    return (f'<unix:file_test id="oval:x:tst:1" version="1" comment="c" check="all" check_existence="{existence}"><unix:object object_ref="oval:x:obj:1"/>'
            f"{state}</unix:file_test>")


def file_object(entities, inner=""):
    return f'<unix:file_object id="oval:x:obj:1" version="1">{inner}{entities}</unix:file_object>'


class Case(unittest.TestCase):
    """A test with a directory of its own that is gone afterwards."""

    def setUp(self):
        self.place = tempfile.mkdtemp(prefix="assay-e2e-")
        self.addCleanup(shutil.rmtree, self.place, True)
        self.root = os.path.join(self.place, "root")
        os.makedirs(self.root + "/etc")

    def path(self, *parts):
        return os.path.join(self.place, *parts)

    def write(self, name, content, mode=None):
        path = os.path.join(self.place, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(content.encode() if isinstance(content, str) else content)
        if mode is not None:
            os.chmod(path, mode)
        return path

    def assay(self, *arguments, timeout=60, memory=None, env=None, cwd=None):
        def limit():
            if memory and "build/dev" not in PROGRAM:  # a sanitizer maps terabytes
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

        start = time.monotonic()
        done = subprocess.run([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, preexec_fn=limit,
                              env=dict(os.environ, **(env or {})), cwd=cwd or self.place, stdin=subprocess.DEVNULL)
        done.seconds = time.monotonic() - start
        done.out, done.err = done.stdout.decode(errors="surrogateescape"), done.stderr.decode(errors="surrogateescape")
        self.assertNotIn("Sanitizer", done.err, done.err)
        self.assertGreaterEqual(done.returncode, 0, f"killed by signal: {done.err}")
        return done

    def evaluate(self, content, root=None, *options, **named):
        """The result of oval:x:def:1."""
        path = content if os.path.exists(content) else self.write("content.xml", content)
        done = self.assay("eval", path, root or self.root, *options, **named)
        self.assertEqual(done.returncode, 0, done.err)
        for line in done.out.splitlines():
            name, _, result = line.partition(" ")
            if name == "oval:x:def:1":
                return result
        self.fail(f"no oval:x:def:1 in {done.out!r} {done.err!r}")

    def refused(self, *arguments, says=(), **named):
        """Exit code 1, one message on standard error that says these things."""
        done = self.assay(*arguments, **named)
        self.assertEqual(done.returncode, 1, done.out + done.err)
        message = done.err.strip()
        self.assertTrue(message.startswith("assay: "), message)
        self.assertEqual(len(message.splitlines()), 1, message)
        for word in says:
            self.assertIn(word, message)
        return message

    def scan(self, root, stream, profile, *options, **named):
        done = self.assay("scan", root, "--content", os.path.join(CONTENT, stream), "--profile", profile, "--report", "json", "--no-progress", *options, **named)
        self.assertIn(done.returncode, (0, 2, 3), done.err)
        return json.loads(done.out)


def digest_of_tree(root):
    """Everything a scan must leave as it was: names, types, modes, owners, sizes, times of change, content."""
    summary = hashlib.sha256()
    for directory, names, files in sorted(os.walk(os.fsencode(root))):
        for name in sorted(names + files):
            path = os.path.join(directory, name)
            stat = os.lstat(path)
            summary.update(repr((path, stat.st_mode, stat.st_uid, stat.st_gid, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)).encode())
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as content:
                    summary.update(content.read())
    return summary.hexdigest()
