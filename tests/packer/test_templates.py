#!/usr/bin/python3
"""The templates of the distributions: they are valid, and all of them but the virtual machine runs, with this machine as the guest."""
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import time
import unittest

from support import CENTOS, HERE, PROGRAM, TEMPLATES, Case

TOOLS = ("packer", "qemu-img", "openssl", "dropbear", "dropbearkey", "ssh-keygen", "scp", "sudo")


def missing():
    lacking = [tool for tool in TOOLS if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin")]
    if lacking:
        return ", ".join(lacking)
    own_mounts = os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], stderr=subprocess.DEVNULL).returncode == 0
    return None if own_mounts else "root with the right to mount"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("no ssh server")


def over_ssh(port, key):
    return {"ssh_host": "127.0.0.1", "ssh_port": port, "ssh_username": "root", "ssh_private_key_file": key}


class TemplateCase(Case):
    def setUp(self):
        super().setUp()
        self.command("ssh-keygen", "-q", "-t", "ecdsa", "-m", "PEM", "-N", "", "-f", self.path("key"))
        self.command(os.path.join(TEMPLATES, "scripts/seed.sh"), self.path("key.pub"), self.path("seed"))
        self.write("harden.sh", f"mkdir -p {self.tree}/etc/modprobe.d; echo install cramfs /bin/true >{self.tree}/etc/modprobe.d/hardening.conf\n")

    def variables(self):
        return dict(self.gate_variables(), harden=self.path("harden.sh"), image_checksum="sha256:" + 64 * "0", seed=self.path("seed"),
                    ssh_private_key_file=self.path("key"))


@unittest.skipIf(shutil.which("packer") is None, "needs packer")
class Valid(TemplateCase):
    def test_each_template_is_valid_with_its_variables(self):
        for system in ("ubuntu-18.04", "centos-7"):
            for kind in ("pkr.hcl", "json"):
                with self.subTest(system=system, kind=kind):
                    done = self.packer("validate", os.path.join(TEMPLATES, f"{system}.{kind}"), **self.variables())
                    self.assertEqual(done.returncode, 0, done.log)

    def test_what_only_the_user_knows_has_no_default(self):
        for template in ("ubuntu-18.04.pkr.hcl", "centos-7.json"):
            for name in ("image_checksum", "harden", "policy", "signing_key"):
                with self.subTest(template=template, name=name):
                    variables = self.variables()
                    del variables[name]
                    done = self.packer("validate", os.path.join(TEMPLATES, template), **variables)
                    self.assertNotEqual(done.returncode, 0, done.log)
                    self.assertIn(name, done.log)

    def test_both_spellings_of_a_template_have_the_same_variables_and_defaults(self):
        for system in ("ubuntu-18.04", "centos-7"):
            with self.subTest(system=system):
                with open(os.path.join(TEMPLATES, system + ".json")) as text:
                    spelled_in_json = json.load(text)["variables"]
                del spelled_in_json["guest"]  # a local value in HCL2
                with open(os.path.join(TEMPLATES, system + ".pkr.hcl")) as text:
                    blocks = re.findall(r'^variable "(\w+)" {\n(.*?)^}', text.read(), re.M | re.S)
                defaults = {name: re.search(r'default\s+= "?(.*?)"?\n', body) for name, body in blocks}
                self.assertEqual({name: found and found.group(1) for name, found in defaults.items()}, spelled_in_json)


@unittest.skipIf(missing(), f"needs {missing()}")
class OverSsh(TemplateCase):
    """Packer connects to an ssh server on the loopback and judges a directory there. What would change this machine is taken out of a copy."""

    def setUp(self):
        super().setUp()
        os.remove(self.path("tree/etc/modprobe.d/hardening.conf"))
        self.port = free_port()
        self.copy = self.path("templates")
        shutil.copytree(TEMPLATES, self.copy)
        self.write("templates/scripts/seal.sh", "true\n")
        self.start_server()

    def start_server(self):
        os.makedirs(self.path("home/.ssh"), 0o700)
        shutil.copy(self.path("key.pub"), self.path("home/.ssh/authorized_keys"))
        self.command("dropbearkey", "-t", "ecdsa", "-f", self.path("hostkey"))
        home = pwd.getpwuid(0).pw_dir
        serve = f'mount --bind "$1/home" {home} && exec /usr/sbin/dropbear -F -E -s -r "$1/hostkey" -p 127.0.0.1:{self.port} -P "$1/pid"'
        server = subprocess.Popen(["unshare", "-m", "sh", "-c", serve, "sh", self.place], stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        wait_for(self.port)

    def edited(self, template):
        """The template with this machine in the place of the virtual one, and an image made of the same directory."""
        path = os.path.join(self.copy, template)
        with open(path) as text:
            original = text.read().replace("GATE_TARGET=/", f"GATE_TARGET={self.tree}")
        make = f"sh {HERE}/make_image.sh {self.tree} {self.output}/image/base.qcow2"
        with open(path, "w") as out:
            if template.endswith(".json"):
                content = json.loads(original)
                content["builders"] = [dict(over_ssh(self.port, self.path("key")), type="null", name="image")]
                content["provisioners"].append({"type": "shell-local", "inline": [make]})
                json.dump(content, out)
            else:
                source = "".join(f"  {name} = {json.dumps(value)}\n" for name, value in over_ssh(self.port, self.path("key")).items())
                content, replaced = re.subn(r'^source "qemu" "image" {\n.*?^}\n', f'source "null" "image" {{\n{source}}}\n', original, flags=re.M | re.S)
                self.assertEqual(replaced, 1)
                content = content.replace("source.qemu.image", "source.null.image")
                out.write(content.replace("  post-processors {", f'  provisioner "shell-local" {{\n    inline = ["{make}"]\n  }}\n  post-processors {{'))
        return path

    def build(self, template, **variables):
        return self.packer("build", self.edited(template), **dict(self.variables(), name="base", **variables))

    def assert_certified(self, built):
        self.assertEqual(built.returncode, 0, built.log)
        self.assertEqual(built.log.count("RESULT compliant"), 2, built.log)
        for place in ("guest", "artifact"):
            self.assertTrue(os.path.exists(self.path("output", place, "results.json")), place)
        verified = self.command(PROGRAM, "verify", self.path("output/certificate.json"), "--pub", self.path("signing.pub"), "--image",
                                self.path("output/image/base.qcow2"))
        self.assertEqual(verified.returncode, 0, verified.log)
        self.assertEqual(os.listdir(self.path("home")), [".ssh"])

    def assert_stopped_in_the_guest(self, built):
        self.assertEqual(built.returncode, 1, built.log)
        self.assertIn("assay: not compliant", built.log)
        self.assertIn("FAIL    1.1.1.1 The cramfs driver cannot be loaded", built.log)
        self.assertIn("Script exited with non-zero exit status: 2", built.log)
        self.assertEqual(self.read("output/guest/exit-code"), "2\n")
        self.assertEqual(json.loads(self.read("output/guest/results.json"))["format"], "assay-results/1")
        self.assertFalse(os.path.exists(self.path("output/artifact")))

    def test_a_hardened_guest_is_certified_by_the_hcl2_template(self):
        self.assert_certified(self.build("ubuntu-18.04.pkr.hcl"))

    def test_a_hardened_guest_is_certified_by_the_json_template(self):
        self.assert_certified(self.build("ubuntu-18.04.json", certified_results="guest"))

    def test_a_guest_left_as_it_was_stops_the_hcl2_build_after_its_results_are_fetched(self):
        self.write("harden.sh", "true\n")
        self.assert_stopped_in_the_guest(self.build("ubuntu-18.04.pkr.hcl"))

    def test_a_guest_left_as_it_was_stops_the_json_build_after_its_results_are_fetched(self):
        self.write("harden.sh", "true\n")
        self.assert_stopped_in_the_guest(self.build("ubuntu-18.04.json"))


class OverSshCentos(OverSsh):
    system = CENTOS

    def build(self, template, **variables):
        return super().build(template.replace("ubuntu-18.04", "centos-7"), **variables)


if __name__ == "__main__":
    unittest.main()
