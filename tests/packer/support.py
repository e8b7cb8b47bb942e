import os
import shutil
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TEMPLATES = os.path.normpath(os.path.join(HERE, "../../images/packer"))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", "build/release/engine/cli/assay"))

UBUNTU = {"ID": "ubuntu", "VERSION_ID": "18.04", "content": "cis-ubuntu1804-v2.0.0"}
CENTOS = {"ID": "centos", "VERSION_ID": "7", "content": "cis-centos7-v2.2.0"}

# What the images of these tests must pass: a profile of four rules, that both benchmarks have under the same numbers.
RULES = ("1.1.1.1_cramfs-not-loadable", "5.4.1.1_password-maximum-age", "6.1.2_passwd-permissions", "6.2.1_no-empty-passwords")
PROFILE = "base-image"
TAILORING = """<?xml version="1.0" encoding="UTF-8"?>
<Tailoring xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.example_tailoring_base">
 <version time="2024-01-01T00:00:00">1</version>
 <Profile id="xccdf_org.example_profile_base-image"><title>Base image</title>
%s </Profile>
</Tailoring>
""" % "".join(f'  <select idref="xccdf_org.assay_rule_{rule}" selected="true"/>\n' for rule in RULES)


class Case(unittest.TestCase):
    """A directory of its own, with a key pair, a policy and a root file system that passes."""

    system = UBUNTU

    def setUp(self):
        self.place = tempfile.mkdtemp(prefix="assay-packer-")
        self.addCleanup(shutil.rmtree, self.place, True)
        self.tree, self.policy, self.output = self.path("tree"), self.path("policy"), self.path("output")
        self.command("openssl", "genpkey", "-algorithm", "ed25519", "-out", self.path("signing.pem"))
        self.command("openssl", "pkey", "-in", self.path("signing.pem"), "-pubout", "-out", self.path("signing.pub"))
        self.write("policy/tailoring.xml", TAILORING)
        self.make_tree()

    def path(self, *parts):
        return os.path.join(self.place, *parts)

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as out:
            out.write(text)
        os.chmod(path, mode)
        return path

    def read(self, *parts):
        with open(self.path(*parts)) as text:
            return text.read()

    def make_tree(self):
        system = self.system
        self.write("tree/etc/os-release", 'NAME="{ID}"\nID="{ID}"\nVERSION_ID="{VERSION_ID}"\nPRETTY_NAME="{ID} {VERSION_ID}"\n'.format(**system))
        self.write("tree/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n")
        self.write("tree/etc/group", "root:x:0:\n")
        self.write("tree/etc/shadow", "root:*:18000:0:365:7:::\n", 0o600)
        self.write("tree/etc/login.defs", "PASS_MAX_DAYS 365\nPASS_WARN_AGE 7\n")
        self.write("tree/etc/modprobe.d/hardening.conf", "install cramfs /bin/true\n")
        os.makedirs(self.path("tree/root"), 0o700)

    def command(self, *command, **named):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **named)
        done.log = done.stdout.decode(errors="replace")
        return done

    def packer(self, verb, template, **variables):
        """What Packer says and how it ends, with nothing of this user's configuration and nothing asked of the network."""
        environment = dict(os.environ, HOME=self.place, PACKER_CONFIG_DIR=self.place, PACKER_CACHE_DIR=self.path("cache"), CHECKPOINT_DISABLE="1",
                           TMPDIR=self.place)
        options = [part for name, value in variables.items() for part in ("-var", f"{name}={value}")]
        colour = ["-color=false"] if verb == "build" else []
        return self.command("packer", verb, *colour, *options, template, cwd=self.place, env=environment, timeout=300)

    def gate_variables(self):
        return {"assay": PROGRAM, "content": self.system["content"], "profile": PROFILE, "policy": self.policy, "output": self.output,
                "signing_key": self.path("signing.pem"), "public_key": self.path("signing.pub")}
