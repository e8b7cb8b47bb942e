#!/usr/bin/python3
"""packer build makes a disk image of a directory; the gate lets it through with a certificate, or stops it."""
import base64
import json
import os
import shutil
import unittest

from support import CENTOS, HERE, PROGRAM, Case

TOOLS = ("packer", "qemu-img", "openssl")


@unittest.skipUnless(all(map(shutil.which, TOOLS)) and os.geteuid() == 0, "needs root and " + ", ".join(TOOLS))
class Build(Case):
    template = "image.pkr.hcl"

    def build(self):
        return self.packer("build", os.path.join(HERE, self.template), tree=self.tree, **self.gate_variables())

    def verify(self, *options, image="output/image/disk.qcow2", certificate="output/certificate.json"):
        return self.command(PROGRAM, "verify", self.path(certificate), "--pub", self.path("signing.pub"), "--image", self.path(image), *options)

    def openssl_accepts(self):
        """The signature by the openssl command alone, over what DSSE says is signed, and the digest that the statement names."""
        envelope = json.loads(self.read("output/certificate.json"))
        kind, payload = envelope["payloadType"].encode(), base64.b64decode(envelope["payload"])
        with open(self.path("signed"), "wb") as out:
            out.write(b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload))
        with open(self.path("signature"), "wb") as out:
            out.write(base64.b64decode(envelope["signatures"][0]["sig"]))
        checked = self.command("openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", self.path("signing.pub"), "-in", self.path("signed"),
                               "-sigfile", self.path("signature"))
        digest = self.command("openssl", "dgst", "-sha256", "-r", self.path("output/image/disk.qcow2")).log.split()[0]
        return checked.returncode == 0 and json.loads(payload)["subject"][0]["digest"]["sha256"] == digest

    def change_a_byte(self, name, offset):
        """A copy of a file, one bit of one byte changed."""
        with open(self.path(name), "rb") as original:
            content = bytearray(original.read())
        content[offset] ^= 1
        changed = f"changed-{os.path.basename(name)}-{offset}"
        with open(self.path(changed), "wb") as out:
            out.write(content)
        return changed

    def results(self):
        """By rule, of those the profile selects."""
        rules = json.loads(self.read("output/artifact/results.json"))["rules"]
        return {rule["id"]: rule["result"] for rule in rules if rule["result"] != "notselected"}

    def assert_stopped(self, built, code):
        self.assertEqual(built.returncode, 1, built.log)
        self.assertIn(f"Script exited with non-zero exit status: {code}", built.log)
        self.assertFalse(os.path.exists(self.path("output/certificate.json")), built.log)

    def test_a_good_image_passes_and_leaves_a_certificate(self):
        built = self.build()
        self.assertEqual(built.returncode, 0, built.log)
        self.assertIn("RESULT compliant", built.log)
        verified = self.verify()
        self.assertEqual(verified.returncode, 0, verified.log)
        for name in ("certificate.html", "artifact/report.html", "artifact/junit.xml", "artifact/results.json"):
            self.assertGreater(os.path.getsize(self.path("output", name)), 500, name)
        self.assertIn("Assessed against, not certified by, the Center for Internet Security", self.read("output/certificate.html"))

    def test_openssl_accepts_the_certificate_and_one_changed_byte_anywhere_is_refused(self):
        self.assertEqual(self.build().returncode, 0)
        self.assertTrue(self.openssl_accepts())
        envelope = self.read("output/certificate.json")
        payload, signature = (envelope.index(f'"{name}"') + len(name) + 20 for name in ("payload", "sig"))
        changes = {"image, first byte": {"image": self.change_a_byte("output/image/disk.qcow2", 0)},
                   "image, last byte": {"image": self.change_a_byte("output/image/disk.qcow2", -1)}}
        for what, offset in (("payload", payload), ("signature", signature)):
            changes[what] = {"certificate": self.change_a_byte("output/certificate.json", offset)}
        for what, changed in changes.items():
            with self.subTest(changed=what):
                self.assertNotEqual(self.verify(**changed).returncode, 0)
        self.command("openssl", "genpkey", "-algorithm", "ed25519", "-out", self.path("other.pem"))
        self.command("openssl", "pkey", "-in", self.path("other.pem"), "-pubout", "-out", self.path("signing.pub"))
        self.assertNotEqual(self.verify().returncode, 0)
        self.assertFalse(self.openssl_accepts())

    def test_a_bad_image_stops_the_build_with_the_rules_that_fail_and_leaves_the_results(self):
        self.write("tree/etc/login.defs", "PASS_MAX_DAYS 99999\n")
        os.chmod(self.path("tree/etc/passwd"), 0o666)
        built = self.build()
        self.assert_stopped(built, 2)
        for words in ("FAIL    5.4.1.1 Passwords expire", "PASS_MAX_DAYS 99999", "/etc/login.defs:1", "FAIL    6.1.2 Only root can change /etc/passwd",
                      "assay: not compliant: of 4 selected rules 2 fail"):
            self.assertIn(words, built.log)
        self.assertEqual(sorted(self.results().values()), ["fail", "fail", "pass", "pass"])
        for name in ("report.html", "junit.xml"):
            self.assertGreater(os.path.getsize(self.path("output/artifact", name)), 500, name)

    def test_the_reason_is_the_last_that_the_gate_says(self):
        os.chmod(self.path("tree/etc/passwd"), 0o666)
        said = [line for line in self.build().log.splitlines() if "(shell-local): " in line]
        self.assertIn("assay: not compliant: ", said[-1])

    def test_one_hardening_left_out_is_one_rule_that_fails(self):
        os.remove(self.path("tree/etc/modprobe.d/hardening.conf"))
        built = self.build()
        self.assert_stopped(built, 2)
        self.assertEqual(sorted(self.results().values()), ["fail", "pass", "pass", "pass"])

    def test_a_waiver_lets_through_and_is_told_until_it_expires(self):
        os.remove(self.path("tree/etc/modprobe.d/hardening.conf"))
        waiver = '- {id: "1.1.1.1", reason: read by the installer, owner: base image team, expires: %s}\n'
        self.write("policy/waivers.yaml", waiver % "2999-12-31")
        built = self.build()
        self.assertEqual(built.returncode, 0, built.log)
        self.assertIn("base image team", self.verify().log)
        self.write("policy/waivers.yaml", waiver % "2024-01-31")
        shutil.rmtree(self.output)
        built = self.build()
        self.assert_stopped(built, 1)
        self.assertIn("waivers.yaml:1", built.log)

    def test_an_image_of_another_system_is_not_let_through(self):
        self.write("tree/etc/os-release", 'ID=debian\nVERSION_ID="12"\n')
        self.assert_stopped(self.build(), 3)

    def test_what_an_earlier_build_left_does_not_speak_for_a_failing_one(self):
        self.assertEqual(self.build().returncode, 0)
        os.chmod(self.path("tree/etc/passwd"), 0o666)
        self.build()
        self.assertEqual(self.results()["xccdf_org.assay_rule_6.1.2_passwd-permissions"], "fail")
        self.write("policy/waivers.yml", "[]\n")
        built = self.build()
        self.assertIn("waivers.yml: not known here", built.log)
        self.assertFalse(os.path.exists(self.path("output/artifact/results.json")))


class BuildFromJson(Build):
    template = "image.json"
    system = CENTOS


if __name__ == "__main__":
    unittest.main()
