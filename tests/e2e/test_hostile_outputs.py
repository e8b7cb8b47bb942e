#!/usr/bin/python3
"""Places to write to that fail, content that is huge, references that lead astray, and users who are not root."""
import bz2
import csv
import gzip
import json
import os
import re
import signal
import subprocess
import time
import unittest
import zlib
from html import escape

from lxml import etree

from support import CONTENT, PROGRAM, Case, file_object, file_test, oval, text_object, text_test
from test_hostile_roots import BEHAVIORS

STREAM = os.path.join(CONTENT, "ssg-ubuntu1804-ds.xml")
GIB = 1 << 30
GOOD = oval(text_test(), text_object("/etc/a", "x"))


def benchmark(check, extra=""):
    return (f'<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_x_benchmark_b"><status>draft</status><title>b</title><version>1</version>{extra}'
            f'<Rule id="xccdf_x_rule_r" selected="true"><title>r</title>{check}</Rule></Benchmark>')


def oval_check(href, name="oval:x:def:1"):
    return (f'<check system="http://oval.mitre.org/XMLSchema/oval-definitions-5"><check-content-ref href="{href}" name="{name}"/></check>')


class System(Case):
    def setUp(self):
        super().setUp()
        self.write("root/etc/os-release", 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="18.04"\n')
        self.write("root/etc/a", "x\n")
        self.write("root/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n", 0o644)

    def judge(self, check, *options, extra="", **named):
        """The result of the one rule with this check, and everything that was printed."""
        path = self.write("content/xccdf.xml", benchmark(check, extra))
        done = self.assay("scan", self.root, "--content", path, "--report", "json", "--no-progress", *options, **named)
        self.assertIn(done.returncode, (0, 2, 3), done.err)
        return json.loads(done.out)["rules"][0]["result"], done


class References(System):
    def test_definitions_beside_the_benchmark_are_used(self):
        self.write("content/oval.xml", GOOD)
        self.assertEqual(self.judge(oval_check("oval.xml"))[0], "pass")

    def test_a_reference_out_of_the_directory_is_not_followed(self):
        self.write("oval.xml", GOOD)
        secret = self.write("secret", "the-secret: not XML\n")
        os.symlink(self.path("oval.xml"), self.path("link.xml"))
        for href in ("../oval.xml", "../secret", secret, "/etc/shadow", "sub/../../oval.xml", "%2e%2e/oval.xml",
                     "..\\oval.xml", "./../oval.xml"):
            with self.subTest(href=href):
                result, done = self.judge(oval_check(href))
                self.assertIn(result, ("notchecked", "error"))
                self.assertNotIn("the-secret", done.out + done.err)
                self.assertNotIn("root:", done.err)

    def test_a_link_out_of_the_directory_is_not_followed(self):
        self.write("oval.xml", GOOD)
        os.makedirs(self.path("content"))
        os.symlink("../oval.xml", self.path("content", "link.xml"))
        self.assertIn(self.judge(oval_check("link.xml"))[0], ("notchecked", "error"))

    def test_the_network_is_never_asked(self):
        for href in ("http://127.0.0.1:9/oval.xml", "https://example.invalid/oval.xml.bz2", "ftp://example.invalid/x", "//127.0.0.1/x"):
            with self.subTest(href=href):
                self.assertIn(self.judge(oval_check(href), timeout=10)[0], ("notchecked", "error"))

    def test_a_fifo_a_device_and_a_directory_are_refused_at_once(self):
        os.makedirs(self.path("content", "directory.xml"))
        os.mkfifo(self.path("content", "fifo.xml"))
        os.mknod(self.path("content", "zero.xml"), 0o600 | 0o020000, os.makedev(1, 5))
        for href in ("fifo.xml", "zero.xml", "directory.xml"):
            with self.subTest(href=href):
                self.refused("scan", self.root, "--content", self.write("content/xccdf.xml", benchmark(oval_check(href))), timeout=10, says=(href,))
        for href in ("/dev/zero", "", ".", "x\ny.xml"):
            with self.subTest(href=href):
                self.assertIn(self.judge(oval_check(href), timeout=10)[0], ("notchecked", "error"))

    def test_broken_definitions_beside_the_benchmark_are_an_error_of_the_rule(self):
        self.write("content/oval.xml", GOOD[:300])
        done = self.assay("scan", self.root, "--content", self.write("content/xccdf.xml", benchmark(oval_check("oval.xml"))), "--report", "json")
        self.assertIn(done.returncode, (1, 3), done.out)
        self.assertNotIn('"result": "pass"', done.out)


class Bombs(Case):
    def test_entities_in_attributes_are_refused(self):
        entities = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]>"
        content = GOOD.replace("<oval_definitions", entities + "<oval_definitions", 1).replace('comment="c"', 'comment="&j;"')
        self.refused("eval", self.write("c.xml", content), self.root, timeout=10, memory=200 << 20, says=("c.xml",))

    def test_a_compressed_bomb_is_refused_within_memory(self):
        squeeze, data = zlib.compressobj(9, zlib.DEFLATED, 31), b""
        data += squeeze.compress(GOOD.encode().replace(b"</definitions>", b"")[:600])
        for _ in range(600):
            data += squeeze.compress(b" " * (1 << 20))
        self.refused("eval", self.write("bomb.xml.gz", data + squeeze.flush()), self.root, timeout=60, memory=GIB, says=("bomb.xml.gz",))
        self.refused("eval", self.write("bomb.xml.bz2", bz2.compress(b" " * (100 << 20)) * 6), self.root, timeout=60, memory=GIB, says=("bomb.xml.bz2",))

    def test_compressed_content_cut_short_or_doubled_is_refused(self):
        whole = gzip.compress(GOOD.encode())
        for name, data in (("cut.gz", whole[: len(whole) // 2]), ("head.gz", whole[:5]), ("double.gz", whole + whole), ("inside.gz", gzip.compress(gzip.compress(b"x"))),
                           ("cut.bz2", bz2.compress(GOOD.encode())[:-20]), ("head.bz2", b"BZh9"), ("rubbish.gz", whole[:20] + b"\xff" * 200)):
            with self.subTest(name=name):
                self.refused("eval", self.write(name, data), self.root, says=(name,))

    def test_very_many_attributes_names_and_comments_are_held(self):
        for inner in ("<a " + " ".join(f'a{i}="x"' for i in range(200_000)) + "/>", "<!-- " + "x" * 20_000_000 + " -->", "<" + "n" * 5_000_000 + "/>",
                      '<a b="' + "v" * 30_000_000 + '"/>', "".join(f'<x xmlns:p{i}="urn:{i}"/>' for i in range(100_000))):
            with self.subTest(inner=inner[:20]):
                done = self.assay("eval", self.write("c.xml", GOOD.replace("<definitions>", "<definitions>" + inner)), self.root, timeout=40, memory=GIB)
                self.assertIn(done.returncode, (0, 1))
                self.assertLess(len(done.err), 4000)


class Places(System):
    def command(self, *reports):
        return ["scan", self.root, "--content", STREAM, "--profile", "_cis", "--skip-platform-check", "--no-progress"] + [word for report in reports for word in ("--report", report)]

    def test_two_reports_for_one_file_are_refused(self):
        os.symlink(".", self.path("here"))
        for second in ("r.out", "./r.out", self.path("r.out"), "here/r.out"):
            self.refused(*self.command("xccdf=r.out", "arf=" + second), says=("r.out",))
        self.refused(*self.command("xccdf=r.out"), "--characteristics-out", "r.out", says=("r.out",))
        self.refused(*self.command("xccdf", "json"), says=("standard output",))
        self.assertFalse(os.path.exists(self.path("r.out")))

    def test_a_disk_that_fills_leaves_neither_results_nor_temporaries(self):
        disk = self.path("disk")
        os.mkdir(disk)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], check=True)
        self.addCleanup(subprocess.run, ["umount", disk])
        self.write("disk/json", "what was here before")
        self.refused(*self.command(f"json={disk}/json", f"xccdf={disk}/xccdf", f"html={self.path('html')}"), says=("No space left", disk))
        self.assertEqual(os.listdir(disk), ["json"])
        with open(disk + "/json") as kept:
            self.assertEqual(kept.read(), "what was here before")
        self.assertFalse(os.path.exists(self.path("html")))

    def test_a_read_only_disk_a_file_as_directory_and_a_directory_as_file_are_told_before_the_scan(self):
        os.mkdir(self.path("disk"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", self.path("disk")], check=True)
        self.addCleanup(subprocess.run, ["umount", self.path("disk")])
        self.write("file", "")
        for place, why in (("disk/r", "Read-only"), ("file/r", "Not a directory"), ("disk", "Is a directory"), ("nowhere/r", "No such file"), ("n" * 300, "too long")):
            with self.subTest(place=place[:20]):
                self.refused(*self.command("json=" + place), says=(why,))

    def test_a_directory_that_vanishes_during_the_scan_is_an_error(self):
        os.mkdir(self.path("out"))
        os.mkfifo(self.path("gate"))
        running = subprocess.Popen([PROGRAM, *self.command(f"json={self.path('out/r')}", "text=gate")], cwd=self.place, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.5)  # waits for a reader of the FIFO
        os.rename(self.path("out"), self.path("gone"))
        with open(self.path("gate")) as gate:
            gate.read()
        _, err = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 1, err)
        self.assertIn(b"No such file", err)
        self.assertEqual(os.listdir(self.path("gone")), [])

    def test_a_scan_that_is_ended_leaves_nothing(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL):
            for wait in (0.0, 0.05, 0.2):
                with self.subTest(number=number, wait=wait):
                    os.makedirs(self.path("out"), exist_ok=True)
                    running = subprocess.Popen([PROGRAM, *self.command("arf=out/arf", "xccdf=out/xccdf", "json=out/json")], cwd=self.place,
                                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                    time.sleep(wait)
                    running.send_signal(number)
                    running.wait(60)
                    self.assertIn(sorted(os.listdir(self.path("out"))), ([], ["arf", "json", "xccdf"]))
                    for name in os.listdir(self.path("out")):
                        os.unlink(self.path("out", name))

    def test_a_standard_output_that_is_closed_or_full_is_an_error(self):
        command = " ".join([PROGRAM, *self.command("json=" + self.path("r.json"))])
        for shell in (command + " >&-", command + " >/dev/full", command + " | true; exit ${PIPESTATUS[0]}", f"{PROGRAM} eval {self.write('c.xml', GOOD)} {self.root} >&-"):
            with self.subTest(shell=shell[-30:]):
                done = subprocess.run(["bash", "-c", shell], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
                if "true" not in shell or done.returncode != 2:  # the other end may still have been open
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertIn(b"cannot write", done.stderr)
                    self.assertFalse(os.path.exists(self.path("r.json")))

    def test_closed_descriptors_never_put_messages_into_an_output_file(self):
        done = subprocess.run(["bash", "-c", " ".join([PROGRAM, *self.command("json=" + self.path("r.json"))]) + " <&- 2>&-"], stdout=subprocess.DEVNULL, timeout=60)
        self.assertEqual(done.returncode, 2)
        with open(self.path("r.json")) as report:
            json.load(report)

    def test_the_name_of_standard_output_is_not_replaced(self):
        with open(self.path("out"), "wb") as out:
            subprocess.run([PROGRAM, *self.command("json=/dev/fd/1", "xccdf=xccdf"), "--quiet"], cwd=self.place, stdout=out, stderr=subprocess.DEVNULL, timeout=60)
            self.assertEqual(os.fstat(out.fileno()).st_ino, os.stat(self.path("out")).st_ino)
        self.assertGreater(os.path.getsize(self.path("out")), 1000)

    def test_an_output_keeps_to_the_callers_mask(self):
        old = os.umask(0o077)
        self.addCleanup(os.umask, old)
        self.assay(*self.command("json=r.json"))
        self.assertEqual(os.stat(self.path("r.json")).st_mode & 0o777, 0o600)


class Requests(System):
    def test_content_that_is_no_regular_file_is_refused_at_once(self):
        for content in (self.place, "/dev/null", "/dev/zero", "/proc/self/mem", ""):
            with self.subTest(content=content):
                self.refused("scan", self.root, "--content", content, timeout=10)
        for option in ("--tailoring", "--cpe", "--from-characteristics"):
            for value in (self.place, "/dev/zero", "nowhere"):
                with self.subTest(option=option, value=value):
                    self.refused("scan", self.root, "--content", STREAM, "--profile", "_cis", option, value, timeout=30)

    def test_a_target_that_is_no_directory_is_refused_at_once(self):
        os.mkfifo(self.path("fifo"))
        for target in (self.write("file", "x"), self.path("fifo"), "/dev/null", "/dev/zero", self.path("no\x1b[31mwhere"), "n" * 5000):
            with self.subTest(target=target[-20:]):
                message = self.refused("scan", target, "--content", STREAM, "--profile", "_cis", timeout=10)
                self.assertNotIn("\x1b", message)
                self.refused("eval", self.write("c.xml", GOOD), target, timeout=10)

    def test_characteristics_that_are_broken_or_of_something_else_are_refused(self):
        saved = self.path("saved.xml")
        content = self.write("c.xml", GOOD)
        self.assertEqual(self.assay("eval", content, self.root, "--characteristics-out", saved).returncode, 0)
        with open(saved, "rb") as whole:
            whole = whole.read()
        for name, data in (("empty", b""), ("cut", whole[: len(whole) // 2]), ("content", GOOD.encode()), ("random", bytes(range(256))), ("root", b"<a/>"),
                           ("nul", whole.replace(b"etc", b"e\0c", 1)), ("dtd", whole.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1)),
                           ("flag", whole.replace(b'flag="', b'flag="very ')), ("item", whole.replace(b'item_ref="', b'item_ref="9')), ("namespace", whole.replace(b"oval-system-characteristics-5\"", b"nonsense\"", 1))):
            with self.subTest(name=name):
                self.refused("eval", content, self.root, "--from-characteristics", self.write("bad.xml", data))
        self.assertIn("oval:x:def:1 true", self.assay("eval", content, self.root, "--from-characteristics", saved).out)

    def test_characteristics_without_what_is_asked_for_never_pass(self):
        other = self.write("other.xml", GOOD.replace("oval:x:obj:1", "oval:x:obj:7"))
        saved = self.path("saved.xml")
        self.assay("eval", other, self.root, "--characteristics-out", saved)
        for existence in ("none_exist", "any_exist", "at_least_one_exists"):
            content = self.write("c.xml", oval(text_test(f'check_existence="{existence}"'), text_object("/etc/a", "x")))
            done = self.assay("eval", content, self.root, "--from-characteristics", saved)
            self.assertNotIn(" true", done.out)
            self.assertTrue(done.returncode == 1 or " unknown" in done.out or " error" in done.out, done.out)


NAMES = (b"a\x01b", b"\xff\xfe", b"<&>\"'", b"]]>", b"-->", b"\xef\xbf\xbe", b"\xed\xa0\x80", b"\x1b[31mred\x1b[0m", b"\x7f", b"\xc2\x9b31m", b"a\nb\rc\td", b"\xe2\x80\xae", b"=cmd|'!A0", b"&lt;",
         "é".encode(), b"x" * 255, b" ", b"<script>alert(1)", b"${jndi:x}", b"%s%n", b"\\", b"\xf4\x90\x80\x80", b"\xf0\x9f\x98\x80")


class Names(System):
    """Whatever a file is called and holds, every output can be read by what reads its format."""

    def setUp(self):
        super().setUp()
        os.makedirs(self.root + "/etc/odd")
        for name in NAMES:
            with open(os.fsencode(self.root) + b"/etc/odd/" + name, "wb") as out:
                out.write(b"needle " + name + b" end\nneedle \0\x01\xff\xef\xbf\xbf\x1b[2J end\n")
        pattern = oval(text_test('check_existence="none_exist"'),
                       text_object("x", "needle.*end").replace("<ind:filepath>x</ind:filepath>", '<ind:path>/etc/odd</ind:path><ind:filename operation="pattern match">(?s).*</ind:filename>'))
        self.write("content/oval.xml", pattern)
        self.content = self.write("content/xccdf.xml", benchmark(oval_check("oval.xml")))

    def test_every_report_can_be_read(self):
        formats = ("xccdf", "arf", "oval", "json", "html", "text", "sarif", "junit", "csv", "hdf", "markdown")
        done = self.assay("scan", self.root, "--content", self.content, "--characteristics-out", "syschar", *[word for name in formats for word in ("--report", f"{name}={name}")])
        self.assertEqual(done.returncode, 2, done.err)
        for name in ("xccdf", "arf", "oval", "syschar", "junit"):
            etree.parse(self.path(name), etree.XMLParser(huge_tree=True))
            subprocess.run(["xmllint", "--noout", self.path(name)], check=True)
        for name in ("json", "sarif", "hdf"):
            with open(self.path(name), encoding="utf-8") as report:
                json.load(report)
        with open(self.path("html"), encoding="utf-8") as report:
            page = report.read()
        self.assertNotIn("<script>alert", page)
        for name in ("html", "text", "json", "sarif", "junit", "csv", "hdf", "markdown"):
            with open(self.path(name), "rb") as report:
                self.assertNotIn(b"\x1b", report.read(), name)
        for text in (done.out, done.err):
            self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202e]")
        items = [element for element in etree.parse(self.path("syschar")).iter("{*}textfilecontent_item")]
        self.assertEqual(len(items), 2 * len(NAMES) - 1)  # a newline in a name divides what it says
        self.assertEqual(self.assay("scan", self.root, "--content", self.content, "--from-characteristics", "syschar").returncode, 2)

    def test_a_sheet_has_a_line_a_rule_and_no_formula(self):
        self.assay("scan", self.root, "--content", self.content, "--report", "csv=csv")
        with open(self.path("csv"), encoding="utf-8", newline="") as report:
            lines = report.read().split("\r\n")
        self.assertEqual([len(row) for row in csv.reader(lines[:-1], strict=True)], [16, 16])
        self.assertEqual(len(lines), 3)
        for row in csv.reader(lines[:-1]):
            for cell in row:
                self.assertNotRegex(cell, "^[=+@\t\r-]")

    def test_a_comment_is_text_whatever_it_tells_of(self):
        odd = "</summary></details>\n\n# <img src=x>`*a*|[x](http://e.org/) @everyone #1 www.e.org $x$"
        with open(self.content, encoding="utf-8") as text:
            content = text.read().replace("<title>r</title>", "<title>" + escape(odd) + "</title>")
        self.assay("scan", self.root, "--content", self.write("content/odd.xml", content), "--report", "markdown=markdown")
        html = subprocess.run(["cmark-gfm", "--unsafe", "-e", "autolink", "-e", "table", "-e", "strikethrough", self.path("markdown")],
                              stdout=subprocess.PIPE, check=True).stdout.decode()
        elements = {element.tag for element in etree.fromstring("<html>" + html + "</html>", etree.HTMLParser()).iter()}
        self.assertLessEqual(elements, {"html", "body", "h2", "h3", "p", "ul", "li", "code", "details", "summary", "b", "strong", "table", "thead", "tbody", "tr", "th", "td"})
        self.assertEqual(html.count("<h2>"), 1)
        self.assertEqual(html.count("<details>"), 1)
        for line in re.sub("<code>.*?</code>", "", html).split("\n"):
            self.assertNotRegex(line, r"@\w|#\d|://\w")

    def test_content_names_nothing_raw_to_the_terminal(self):
        odd = "\u202e\u009b31m"
        content = GOOD.replace("oval:x:obj:1\"/>", f"oval:x:obj:{odd}\"/>").replace("<title>t<", f"<title>{odd}<")
        done = self.assay("eval", self.write("c.xml", content), self.root)
        self.assertNotIn("\u009b", done.out + done.err)
        for arguments in (("eval", self.write("a\x1b[31m.xml", "<a>"), self.root), ("scan", self.root, "--content", STREAM, "--profile", "\x1b[31m"), ("info", self.path("a\x1b[31m.xml")),
                          ("scan", "--\x1b[31m"), ("validate", self.path("a\x1b[31m.xml")), ("scan", self.root, "--report", "\x1b[31m")):
            with self.subTest(arguments=arguments):
                done = self.assay(*arguments)
                self.assertNotIn("\x1b", done.out + done.err)


class Nobody(Case):
    """A scan by a user who is not root says what it could not see."""

    def setUp(self):
        super().setUp()
        os.chmod(self.place, 0o755)
        self.write("root/etc/shadow", "root:*:1:0:99999:7:::\n", 0o600)
        self.write("root/etc/hidden/a", "x\n")
        os.chmod(self.root + "/etc/hidden", 0o700)
        self.write("root/etc/open", "x\n", 0o644)
        self.write("root/etc/os-release", 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="18.04"\n', 0o644)

    def as_nobody(self, *arguments):
        program = self.path("assay")
        if not os.path.exists(program):
            subprocess.run(["cp", PROGRAM, program], check=True)
        os.chmod(program, 0o755)
        done = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        self.assertNotIn(b"Sanitizer", done.stderr)
        self.assertGreaterEqual(done.returncode, 0, done.stderr)
        return done

    def result(self, content, *options):
        path = self.write("c.xml", content, 0o644)
        return self.as_nobody("eval", path, self.root, *options).stdout.decode().split("\n")[0]

    def test_a_file_that_cannot_be_read_is_never_a_pass(self):
        for existence in ("none_exist", "at_least_one_exists"):
            self.assertNotEqual(self.result(oval(text_test(f'check_existence="{existence}"'), text_object("/etc/shadow", "^root:[^*]"))), "oval:x:def:1 true")

    def test_a_directory_that_cannot_be_entered_is_never_empty(self):
        for entities in ("<unix:filepath>/etc/hidden/a</unix:filepath>", "<unix:path>/etc/hidden</unix:path><unix:filename>a</unix:filename>",
                         '<unix:path operation="pattern match">^/etc/hid.*</unix:path><unix:filename operation="pattern match">.*</unix:filename>'):
            self.assertNotEqual(self.result(oval(file_test("none_exist"), file_object(entities))), "oval:x:def:1 true")
        walk = oval(file_test("none_exist"), file_object("<unix:path>/etc</unix:path><unix:filename>a</unix:filename>", BEHAVIORS))
        self.assertNotEqual(self.result(walk), "oval:x:def:1 true")

    def test_what_can_be_read_is_judged(self):
        self.assertEqual(self.result(oval(text_test(), text_object("/etc/open", "^x$"))), "oval:x:def:1 true")

    def test_a_whole_scan_ends_with_its_reports(self):
        done = self.as_nobody("scan", self.root, "--content", STREAM, "--profile", "_cis", "--report", "json", "--skip-platform-check")
        self.assertIn(done.returncode, (2, 3), done.stderr)
        json.loads(done.stdout)
        self.assertEqual(self.as_nobody("scan", self.root, "--content", STREAM, "--profile", "_cis", "--report", "json=/root/r.json").returncode, 1)


class WithoutOpenat2(System):
    def test_a_kernel_without_openat2_gives_the_same_bytes(self):
        outside = self.write("host-secret", "x of the host\n")
        os.symlink(outside, self.root + "/etc/absolute")
        os.symlink("../../../../.." + outside, self.root + "/etc/climbing")
        os.symlink("/etc", self.root + "/etc/circle")
        os.symlink("self", self.root + "/etc/self")
        os.mkfifo(self.root + "/etc/fifo")
        content = self.write("c.xml", oval(text_test(), text_object("x", ".+").replace("<ind:filepath>x</ind:filepath>", '<ind:path operation="pattern match">^/etc.*</ind:path><ind:filename operation="pattern match">.*</ind:filename>')))
        stamps = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?")
        seen = []
        for prefix in ([], ["strace", "-f", "-qq", "-e", "trace=openat2", "-e", "inject=openat2:error=ENOSYS", "-o", "/dev/null"]):
            reports = []
            for arguments in (["eval", content, self.root, "--results", "-"], self.skip_platform()):
                done = subprocess.run([*prefix, PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
                self.assertIn(done.returncode, (0, 2), done.stderr)
                reports.append(stamps.sub(b"T", done.stdout))
            self.assertNotIn(b"of the host", reports[0])
            seen.append(reports)
        self.assertEqual(seen[0], seen[1])

    def skip_platform(self):
        return ["scan", self.root, "--content", STREAM, "--profile", "_cis", "--skip-platform-check", "--report", "json", "--no-progress"]


if __name__ == "__main__":
    unittest.main()
