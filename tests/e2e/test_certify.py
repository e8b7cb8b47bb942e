"""Certificates: what is signed, and that nothing else verifies. Checked with other programs: openssl, xmlsec1, oscap, Python."""
import base64
import datetime
import hashlib
import html
import json
import os
import re
import shutil
import stat
import subprocess
import unittest

import support

NO_KEY, NO_IMAGE, NO_TIME = 4, 5, 6
SCAN = ["--content", "cis-ubuntu1804-v2.0.0", "--no-progress", "--quiet", "--profile"]
MATTERS = ("security.capability", "security.selinux", "system.posix_acl_access", "system.posix_acl_default")
KINDS = {stat.S_IFREG: b"regular", stat.S_IFDIR: b"directory", stat.S_IFLNK: b"link", stat.S_IFCHR: b"char", stat.S_IFBLK: b"block",
         stat.S_IFIFO: b"fifo", stat.S_IFSOCK: b"socket"}


def tree_digest(root):
    """assayTree1, from its description in engine/certify/tree_digest.h."""
    entries = [b"/"]
    for place, directories, files in os.walk(os.fsencode(root)):
        below = place[len(os.fsencode(root)):]
        entries += [below + b"/" + name for name in directories + files]
    whole = hashlib.sha256()
    for path in sorted(entries):
        host = os.fsencode(root) + path.rstrip(b"/") if path != b"/" else os.fsencode(root)
        status = os.lstat(host)
        kind = KINDS[stat.S_IFMT(status.st_mode)]
        fields = [path, kind, b"%04o" % stat.S_IMODE(status.st_mode), b"%d" % status.st_uid, b"%d" % status.st_gid]
        if kind == b"regular":
            with open(host, "rb") as file:
                fields += [b"%d" % status.st_size, hashlib.sha256(file.read()).hexdigest().encode()]
        elif kind == b"link":
            fields.append(os.readlink(host))
        elif kind in (b"char", b"block"):
            fields.append(b"%d:%d" % (os.major(status.st_rdev), os.minor(status.st_rdev)))
        has = os.listxattr(host, follow_symlinks=False)
        fields += [name.encode() + b"=" + os.getxattr(host, name, follow_symlinks=False).hex().encode() for name in MATTERS if name in has]
        whole.update(b"".join(field + b"\0" for field in fields) + b"\n")
    return whole.hexdigest()


def run(*command, **named):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, **named)


class Certified(support.Case):
    """A small root file system, its results, and a key of each kind."""

    def setUp(self):
        super().setUp()
        self.write("root/etc/os-release", 'ID=ubuntu\nVERSION_ID="18.04"\nPRETTY_NAME="Ubuntu 18.04 LTS"\n')
        self.write("root/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n")
        self.write("root/etc/login.defs", "PASS_MAX_DAYS 99999\n")
        os.symlink("/proc/mounts", self.path("root/etc/mtab"))
        self.write("root/var/large", os.urandom(3_000_000))
        self.image = self.pack("image.tar")
        self.key("ed", "-algorithm", "ed25519")
        self.key("ec", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        self.scan_it()

    def pack(self, name):
        run("tar", "--numeric-owner", "-C", self.root, "-cf", self.path(name), ".", check=True)
        return self.path(name)

    def scan_it(self, *options, target=None, profile="level1-server", code=2):
        done = self.assay("scan", target or self.root, *SCAN, profile, "--report", "json=results.json", "--report", "arf=arf.xml", *options)
        self.assertEqual(done.returncode, code, done.err)

    def key(self, name, *options):
        run("openssl", "genpkey", *options, "-out", self.path(name + ".pem"), check=True)
        run("openssl", "pkey", "-in", self.path(name + ".pem"), "-pubout", "-out", self.path(name + ".pub"), check=True)

    def certify(self, *options, key="ed", image=None, results="results.json", out="cert.json"):
        done = self.assay("certify", results, "--key", key + ".pem", "--image", image or self.image, "-o", out, *options)
        self.assertEqual(done.returncode, 0, done.err)
        return done

    def verify(self, *options, key="ed", certificate="cert.json", **named):
        return self.assay("verify", certificate, "--pub", key + ".pub", *options, **named)

    def assert_verify(self, code, *options, says="", **named):
        done = self.verify(*options, **named)
        self.assertEqual(done.returncode, code, done.out + done.err)
        self.assertIn(says, done.err if code else done.out)
        return done

    def envelope(self, certificate="cert.json"):
        with open(self.path(certificate)) as file:
            return json.load(file)

    def statement(self, certificate="cert.json"):
        return json.loads(base64.b64decode(self.envelope(certificate)["payload"]))


class Certificate(Certified):
    def test_says_what_was_found_and_of_which_image(self):
        done = self.certify()
        self.assertTrue(done.out.startswith("NOT COMPLIANT: "), done.out)
        statement = self.statement()
        self.assertEqual(statement["_type"], "https://in-toto.io/Statement/v1")
        self.assertEqual(statement["predicateType"], "https://in-toto.io/attestation/test-result/v0.1")
        with open(self.image, "rb") as image:
            digest = hashlib.sha256(image.read()).hexdigest()
        self.assertEqual(statement["subject"], [{"name": "image.tar", "digest": {"sha256": digest}}])
        predicate = statement["predicate"]
        with open(self.path("results.json")) as file:
            results = json.load(file)
        self.assertEqual(predicate["result"], "FAILED")
        self.assertEqual(predicate["configuration"][0]["digest"]["sha256"], results["content"]["sha256"])
        for outcomes, tests in ((("pass",), "passedTests"), (("fail", "error", "unknown"), "failedTests")):
            self.assertEqual(predicate[tests], [rule["id"] for rule in results["rules"] if rule["result"] in outcomes])
        self.assertEqual(predicate["assay"]["counts"], results["counts"])
        self.assertEqual(predicate["assay"]["target"]["label"], self.root)
        done = self.assert_verify(0, "--image", self.image, says="VALID")
        for word in ("NOT COMPLIANT", digest, "Level 1 - Server", "Coverage", "Expires", "Not judged"):
            self.assertIn(word, done.out)

    def test_is_checked_by_openssl_alone(self):
        for key in ("ed", "ec"):
            self.certify("--html", "page.html", key=key)
            envelope = self.envelope()
            payload = base64.b64decode(envelope["payload"])
            kind = envelope["payloadType"].encode()
            self.write("signed", b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload))
            self.write("sig", base64.b64decode(envelope["signatures"][0]["sig"]))
            check = (["pkeyutl", "-verify", "-pubin", "-inkey", f"{key}.pub", "-rawin", "-in", "signed", "-sigfile", "sig"] if key == "ed"
                     else ["dgst", "-sha256", "-verify", f"{key}.pub", "-signature", "sig", "signed"])
            self.assertEqual(run("openssl", *check, cwd=self.place).returncode, 0)
            spki = run("openssl", "pkey", "-pubin", "-in", f"{key}.pub", "-outform", "DER", cwd=self.place).stdout
            self.assertEqual(envelope["signatures"][0]["keyid"], hashlib.sha256(spki).hexdigest())

    def test_the_commands_on_the_page_check_it(self):
        for key in ("ed", "ec"):
            self.certify("--html", "page.html", key=key)
            shutil.copy(self.path(f"{key}.pub"), self.path("pub.pem"))
            with open(self.path("page.html")) as file:
                page = file.read()
            blocks = [html.unescape(block) for block in re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)]
            self.assertEqual(len(blocks), 2)
            done = run("sh", "-ec", blocks[0].replace("assay ", support.PROGRAM + " ", 1), cwd=self.place)
            self.assertEqual(done.returncode, 0, done.stdout)
            done = run("bash", "-euo", "pipefail", "-c", blocks[1], cwd=self.place)
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_the_page_shows_the_verdict_and_loads_nothing(self):
        self.certify("--html", "page.html")
        with open(self.path("page.html")) as file:
            page = file.read()
        self.assertIn('<main class="not-compliant">', page)
        self.assertIn("NOT COMPLIANT", page)
        self.assertIn("default-src 'none'", page)
        self.assertNotIn("<script", page)
        self.assertNotRegex(page, r'(src|href)="')
        self.assertNotIn("CIS certified", page)
        self.assertIn("Assessed against", page)
        self.assertIn(self.statement()["subject"][0]["digest"]["sha256"], page)

    def test_verdict_decides_where_it_must(self):
        self.certify()
        self.assert_verify(2, "--require-compliant", "--image", self.image, says="NOT COMPLIANT")
        with open(self.path("results.json")) as file:
            results = json.load(file)
        results["verdict"] = "indeterminate"
        self.write("results.json", json.dumps(results))
        self.certify()
        self.assertEqual(self.statement()["predicate"]["result"], "WARNED")
        self.assert_verify(3, "--require-compliant", says="INDETERMINATE")

    def test_without_an_image_it_says_so_loudly(self):
        self.certify()
        done = self.assert_verify(0, says="NO IMAGE WAS COMPARED")
        self.assertIn("no image was compared", done.err)

    def test_a_certificate_goes_to_standard_output_alone(self):
        done = self.certify(out="-")
        self.assertEqual(json.loads(done.out)["payloadType"], "application/vnd.in-toto+json")

    def test_results_of_other_formats_are_certified_alike(self):
        self.certify()
        want = self.statement()["predicate"]
        self.certify(results="arf.xml")
        for tests in ("passedTests", "failedTests", "warnedTests"):
            self.assertEqual(self.statement()["predicate"][tests], want[tests])


class Conditions(Certified):
    """Whoever reads a certificate later sees what its verdict rests on."""

    def assert_told(self, *words):
        self.certify("--html", "page.html")
        told = self.verify().out
        with open(self.path("page.html")) as file:
            page = html.unescape(file.read())
        for word in words:
            self.assertIn(word, told)
            self.assertIn(word, page)

    def test_that_only_some_rules_were_asked_for(self):
        self.scan_it("--rule", "1.4.1", "--rule", "5.4.1.1", code=2)
        self.assert_told("only the rules named by --rule were judged (2)")
        self.scan_it("--skip-rule", "5.4.1.1")
        self.assert_told("left out by --skip-rule (1): xccdf_org.assay_rule_5.4.1.1")

    def test_that_what_fails_does_not_count(self):
        self.scan_it("--fail-on", "error", code=0)
        self.assert_told("these results do not count against the target (--fail-on): fail, unknown")
        self.scan_it("--severity", "high")
        self.assert_told("rules below severity high do not count for the verdict (--severity)")

    def test_what_a_person_answered(self):
        self.write("answers.yaml", '- {rule: "1.2.1", answer: pass, who: release manager, when: 2024-05-31, remark: our mirror}\n')
        self.scan_it("--answers", "answers.yaml")
        self.certify()
        self.assertIn("says release manager, 2024-05-31T00:00:00, our mirror", self.verify().out)

    def test_the_tailoring_by_its_digest(self):
        tailoring = self.write("tailoring.xml", '''<?xml version="1.0"?>
<Tailoring xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.example_tailoring_site"><version time="2024-05-31T00:00:00">1</version>
<Profile id="xccdf_org.example_profile_site" extends="xccdf_org.assay_profile_level1-server"><title>Site</title></Profile></Tailoring>
''')
        with open(tailoring, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        self.scan_it("--tailoring", "tailoring.xml", profile="profile_site")
        for results in ("results.json", "arf.xml"):
            self.certify(results=results)
            named = self.statement()["predicate"]["configuration"][1]
            self.assertEqual((named["name"], named["digest"]), ("tailoring.xml", {"sha256": digest}))
            self.assertIn(digest, self.verify().out)

    def test_no_longer_than_its_waivers(self):
        waiver = '- {id: "5.4.1.1", reason: legacy, owner: release manager, expires: %s}\n'
        end = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
        self.write("waivers.yaml", waiver % end)
        self.scan_it("--waivers", "waivers.yaml")
        self.certify()
        self.assertEqual(self.statement()["predicate"]["assay"]["expires"], end + "T23:59:59Z")
        given = ["certify", "results.json", "--key", "ed.pem", "--image", self.image, "-o", "none.json"]
        self.refused(*given, "--valid-days", "90", says=["the waiver of", "5.4.1.1", end])
        with open(self.path("results.json")) as file:
            results = file.read()
        for day, says in (("2024-05-31", "which is over"), ("soon", "no day")):
            self.write("results.json", results.replace(end, day))
            self.refused(*given, says=["results.json", day, says])


class Bound(Certified):
    """Results are certified for the image they are of."""

    def unproven(self, why, **named):
        self.assertIn("warning: nothing shows that", self.certify("--html", "page.html", **named).err)
        self.assertEqual(list(self.statement()["predicate"]["assay"]["binding"]), ["unproven"])
        self.assertRegex(self.verify().out, f"NOT PROVEN: .*{why}")
        with open(self.path("page.html")) as file:
            self.assertRegex(file.read(), f"<b>not proven</b> .*{why}")

    def test_the_files_that_were_scanned_are_known_in_another_form(self):
        for results in ("results.json", "arf.xml"):
            done = self.certify(results=results)
            self.assertNotIn("NOT PROVEN", done.out)
            self.assertEqual(list(self.statement()["predicate"]["assay"]["binding"]), ["assayEntries1"])
            self.assertIn("the image holds the files that were scanned", self.verify().out)

    def test_those_of_another_image_are_refused(self):
        self.write("root/etc/login.defs", "PASS_MAX_DAYS 00365\n")
        os.utime(self.path("root/etc/login.defs"), (1_600_000_000, 1_600_000_000))
        for other in (self.pack("other.tar"), self.root):
            for results in ("results.json", "arf.xml"):
                self.refused("certify", results, "--key", "ed.pem", "--image", other, "-o", "none.json", says=[results, other, "results of other files"])
        self.assertFalse(os.path.exists(self.path("none.json")))
        self.scan_it(target="other.tar")
        self.certify(image="other.tar")

    def test_what_cannot_be_compared_is_called_so(self):
        self.unproven("cannot be looked into", image=self.write("image.ova", "of no kind that is known\n"))
        with open(self.path("results.json")) as file:
            results = json.load(file)
        del results["target"]["entries_digest"]
        self.write("results.json", json.dumps(results))
        self.unproven("do not say which files were scanned")
        results["target"]["live"] = True
        self.write("results.json", json.dumps(results))
        self.unproven("a running system")

    def test_judging_what_was_seen_elsewhere_says_nothing_of_this_target(self):
        self.assay("scan", self.root, *SCAN, "level1-server", "--characteristics-out", "seen.xml")
        self.scan_it("--from-characteristics", "seen.xml")
        self.unproven("do not say which files were scanned")


class Refused(Certified):
    def test_another_image(self):
        self.certify()
        with open(self.image, "r+b") as image:
            image.seek(1_500_000)
            byte = image.read(1)
            image.seek(1_500_000)
            image.write(bytes([byte[0] ^ 1]))
        self.assert_verify(NO_IMAGE, "--image", self.image, says="not the image that was certified")
        self.assert_verify(NO_IMAGE, "--image", self.root, says="this is a directory")

    def test_another_key(self):
        self.certify()
        self.key("other", "-algorithm", "ed25519")
        for key in ("other", "ec"):
            self.assert_verify(NO_KEY, key=key, says="not signed by this key")

    def test_a_changed_envelope(self):
        self.certify()
        good = self.envelope()
        payload = base64.b64decode(good["payload"])
        changes = {
            "payload": base64.b64encode(payload.replace(b"FAILED", b"PASSED")).decode(),
            "payloadType": "application/vnd.in-toto+jsom",
            "signatures": [{"keyid": good["signatures"][0]["keyid"], "sig": base64.b64encode(bytes(64)).decode()}],
        }
        for field, value in changes.items():
            self.write("cert.json", json.dumps(dict(good, **{field: value})))
            self.assert_verify(NO_KEY, says="not signed by this key")

    def test_a_changed_public_key(self):
        self.certify()
        with open(self.path("ed.pub")) as file:
            lines = file.read().splitlines()
        der = bytearray(base64.b64decode(lines[1]))
        der[-1] ^= 1
        self.write("ed.pub", "\n".join([lines[0], base64.b64encode(der).decode(), lines[2], ""]))
        self.assert_verify(NO_KEY, says="not signed by this key")

    def test_out_of_its_time(self):
        self.certify("--valid-days", "30")
        self.assert_verify(0)
        self.assert_verify(NO_TIME, "--at", "2090-01-01", says="expired on")
        self.assert_verify(NO_TIME, "--at", "2020-01-01", says="not valid before")
        self.certify("--expires", "2090-03-31")
        self.assert_verify(0, "--at", "2090-03-31")
        self.assert_verify(NO_TIME, "--at", "2090-04-01", says="expired on 2090-03-31T23:59:59Z")

    def test_what_makes_no_certificate(self):
        given = ["certify", "results.json", "--image", self.image, "-o", "none.json", "--key"]
        self.key("rsa", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
        self.refused(*given, "rsa.pem", says=["another type", "openssl genpkey -algorithm ed25519", "-pubout"])
        self.refused(*given, "ed.pub", says=["a public key where the private one belongs"])
        self.refused(*given, "none.pem", says=["none.pem", "No such file"])
        self.refused(*given, "ed.pem", "--expires", "2020-01-01", says=["over already"])
        self.refused(*given, "ed.pem", "--expires", "31.3.2090", says=["no day such as"])
        self.refused(*given, "ed.pem", "--expires", "2090-01-01", "--valid-days", "3", says=["give one of them"])
        self.refused(*given, "ed.pem", "--xml-signature", "s.xml", says=["no Ed25519", "EC"])
        self.refused("certify", "results.json", "--image", "none.raw", "-o", "none.json", "--key", "ed.pem", says=["none.raw", "No such file"])
        self.refused("certify", "ed.pem", "--image", self.image, "-o", "none.json", "--key", "ed.pem", says=["ed.pem"])
        self.refused("certify", "results.json", "--image", "/", "-o", "none.json", "--key", "ed.pem", says=["running system"])
        self.assertFalse([name for name in os.listdir(self.place) if name.startswith(("none.json", "s.xml"))])

    def test_a_certificate_over_what_it_is_made_from(self):
        given = ["certify", "results.json", "--key", "ed.pem", "-o"]
        os.symlink("ed.pem", self.path("link.pem"))
        for out in ("ed.pem", "link.pem", "image.tar", "../" + os.path.basename(self.place) + "/ed.pem"):
            self.refused(*given, out, "--image", self.image, says=["would write over or into"])
        self.refused(*given, "root/cert.json", "--image", self.root, says=["would write over or into"])
        self.refused(*given, "cert.json", "--html", "ed.pem", "--image", self.image, says=["ed.pem", "would write over"])
        with open(self.path("ed.pem")) as key:
            self.assertIn("PRIVATE KEY", key.read())

    def test_what_is_no_certificate(self):
        for text in ("", "{}", "[" * 100_000, '{"payload": "e30=", "payloadType": "t", "signatures": []}', "nonsense", "<x/>", "\xff"):
            self.write("cert.json", text)
            self.assertEqual(self.verify().returncode, 1)
        self.refused("verify", "none.json", "--pub", "ed.pub", says=["none.json"])
        self.certify()
        self.refused("verify", "cert.json", "--pub", "ed.pem", says=["a private key where a public one belongs"])
        self.refused("verify", "cert.json", "--pub", "ed.pub", "--at", "soon", says=["soon"])

    def test_a_signed_payload_that_is_no_statement(self):
        payload = b"{}"
        for kind, says in ((b"application/vnd.in-toto+json", "_type"), (b"text/plain", "no in-toto statement")):
            self.write("signed", b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload))
            run("openssl", "pkeyutl", "-sign", "-inkey", "ed.pem", "-rawin", "-in", "signed", "-out", "sig", cwd=self.place, check=True)
            with open(self.path("sig"), "rb") as file:
                sig = base64.b64encode(file.read()).decode()
            self.write("cert.json", json.dumps({"payloadType": kind.decode(), "payload": base64.b64encode(payload).decode(), "signatures": [{"sig": sig}]}))
            self.refused("verify", "cert.json", "--pub", "ed.pub", says=[says])


class Keys(Certified):
    def test_a_key_others_may_read_is_warned_of(self):
        os.chmod(self.path("ed.pem"), 0o644)
        self.assertIn("warning", self.certify().err)
        os.chmod(self.path("ed.pem"), 0o600)
        self.assertNotIn("warning", self.certify().err)

    def test_an_encrypted_key_opens_with_its_passphrase(self):
        run("openssl", "pkey", "-in", "ed.pem", "-aes256", "-passout", "pass:open sesame", "-out", "secret.pem", cwd=self.place, check=True)
        self.write("passphrase", "open sesame\n", 0o600)
        self.write("wrong", "shut\n")
        self.certify("--passphrase-file", "passphrase", key="secret")
        self.assert_verify(0)
        given = ["certify", "results.json", "--key", "secret.pem", "--image", self.image, "-o", "none.json"]
        self.refused(*given, says=["--passphrase-file"])
        self.refused(*given, "--passphrase-file", "wrong", says=["does not open"])


class Directory(Certified):
    def setUp(self):
        super().setUp()
        os.makedirs(self.path("root/usr/bin"))
        self.write("root/usr/bin/tool", "#!/bin/sh\n", 0o4755)
        self.write("root/var/empty", "")
        os.symlink("tool", self.path("root/usr/bin/alias"))
        os.mkfifo(self.path("root/var/pipe"))
        self.write(b"root/var/\xff\x01 odd".decode(errors="surrogateescape"), "x")
        self.scan_it()
        self.certify(image=self.root)

    def assert_refused(self):
        self.assert_verify(NO_IMAGE, "--image", self.root, says="not the image that was certified")

    def test_its_digest_is_what_its_description_says(self):
        self.assertEqual(self.statement()["subject"], [{"name": "root", "digest": {"assayTree1": tree_digest(self.root)}}])
        self.assert_verify(0, "--image", self.root)

    def test_a_copy_is_the_same_image(self):
        run("cp", "-a", self.root, self.path("copy"), check=True)
        self.assert_verify(0, "--image", self.path("copy"))

    def test_a_changed_mode(self):
        os.chmod(self.path("root/etc/passwd"), 0o600)
        self.assert_refused()

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_a_changed_owner(self):
        os.chown(self.path("root/etc/passwd"), 0, 12)
        self.assert_refused()

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_an_added_capability(self):
        os.setxattr(self.path("root/usr/bin/tool"), "security.capability", bytes.fromhex("0100000200040000000000000000000000000000"))
        self.assertNotEqual(self.statement()["subject"][0]["digest"]["assayTree1"], tree_digest(self.root))
        self.assert_refused()

    def test_a_changed_link(self):
        os.remove(self.path("root/usr/bin/alias"))
        os.symlink("tool2", self.path("root/usr/bin/alias"))
        self.assert_refused()

    def test_changed_contents(self):
        self.write("root/usr/bin/tool", "#!/bin/bh\n", 0o4755)
        self.assert_refused()

    def test_one_more_file(self):
        self.write("root/var/more", "")
        self.assert_refused()

    def test_one_file_less(self):
        os.remove(self.path("root/var/empty"))
        self.assert_refused()

    def test_a_file_that_became_a_directory(self):
        os.remove(self.path("root/var/empty"))
        os.mkdir(self.path("root/var/empty"), 0o644)
        self.assert_refused()

    def test_times_do_not_count(self):
        os.utime(self.path("root/etc/passwd"), (1, 1))
        self.assert_verify(0, "--image", self.root)


class XmlSignature(Certified):
    def setUp(self):
        super().setUp()
        self.certify("--xml-signature", "signed.xml", key="ec", results="arf.xml")

    def signed(self):
        with open(self.path("signed.xml")) as file:
            return file.read()

    def xmlsec(self, document="signed.xml"):
        return run("xmlsec1", "--verify", "--pubkey-pem", "ec.pub", "--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:SignatureProperties",
                   document, cwd=self.place)

    def test_is_accepted_by_us_by_xmlsec_and_by_the_schemas(self):
        self.assert_verify(0, key="ec", certificate="signed.xml", says="VALID")
        done = self.xmlsec()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(b"(ok/all): 2/2", done.stdout)
        done = self.assay("validate", "signed.xml")
        self.assertEqual(done.returncode, 0, done.out + done.err)
        done = run("oscap", "ds", "rds-validate", self.path("signed.xml"))
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_changed_result_is_refused_by_both(self):
        self.write("changed.xml", self.signed().replace("<result>fail<", "<result>pass<", 1))
        self.assert_verify(NO_KEY, key="ec", certificate="changed.xml", says="not signed by this key")
        self.assertNotEqual(self.xmlsec("changed.xml").returncode, 0)

    def test_another_key_is_refused(self):
        self.key("other", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        self.assert_verify(NO_KEY, key="other", certificate="signed.xml")
        self.assert_verify(NO_KEY, key="ed", certificate="signed.xml")

    def test_a_signature_moved_or_added_is_refused(self):
        text = self.signed()
        begin, end = text.index("<arf:extended-infos xmlns"), text.index("</arf:extended-infos>") + len("</arf:extended-infos>")
        signature, rest = text[begin:end], text[:begin] + text[end:]
        self.write("moved.xml", rest.replace("<arf:assets>", signature + "<arf:assets>", 1))
        self.write("twice.xml", text[:end] + signature + text[end:])
        self.write("none.xml", rest)
        for name in ("moved.xml", "twice.xml", "none.xml", "arf.xml"):
            self.refused("verify", name, "--pub", "ec.pub", says=[name])

    def test_what_it_does_not_say_is_not_asked(self):
        self.refused("verify", "signed.xml", "--pub", "ec.pub", "--image", self.image, says=["names no image"])
        self.refused("certify", "results.json", "--key", "ec.pem", "--image", self.image, "-o", "c", "--xml-signature", "s.xml", says=["results.json"])
        self.refused("certify", "signed.xml", "--key", "ec.pem", "--image", self.image, "-o", "c", "--xml-signature", "s.xml", says=["already"])


if __name__ == "__main__":
    unittest.main()
