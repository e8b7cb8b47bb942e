#!/usr/bin/python3
"""One root file system in every form a build gives it: the same verdicts, the same evidence; what is broken is refused."""
import gzip
import hashlib
import io
import json
import os
import shutil
import struct
import subprocess
import tarfile
import unittest

import support
from support import Case

ROOTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/data/roots")
LAYER = "application/vnd.oci.image.layer.v1.tar"
TAR = ["tar", "--numeric-owner", "--xattrs", "--xattrs-include=*", "--acls", "--sort=name"]


def run(*command, **named):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **named).stdout


def tar_of(directory):
    return run(*TAR, "-C", directory, "-cf", "-", ".")


def tar_of_files(files):
    """An archive of {path: bytes}."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for path, content in files.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def docker_archive(layers, names=("app:1.2",)):
    """What `docker save` writes, the manifest last and the layers in no order."""
    files = {f"{number}/layer.tar": layer for number, layer in reversed(list(enumerate(layers)))}
    digests = ["sha256:" + hashlib.sha256(layer).hexdigest() for layer in layers]
    files["config.json"] = json.dumps({"os": "linux", "architecture": "amd64", "rootfs": {"type": "layers", "diff_ids": digests}}).encode()
    files["manifest.json"] = json.dumps([{"Config": "config.json", "RepoTags": list(names), "Layers": [f"{i}/layer.tar" for i in range(len(layers))]}]).encode()
    return tar_of_files(files)


def oci_files(layers):
    """The files of an OCI image layout."""
    files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}

    def descriptor(content, kind, **more):
        digest = hashlib.sha256(content).hexdigest()
        files["blobs/sha256/" + digest] = content
        return dict(mediaType=kind, digest="sha256:" + digest, size=len(content), **more)

    config = descriptor(b'{"os":"linux","architecture":"amd64"}', "application/vnd.oci.image.config.v1+json")
    blobs = [descriptor(gzip.compress(layer, 1), LAYER + "+gzip") for layer in layers]
    manifest = descriptor(json.dumps({"schemaVersion": 2, "config": config, "layers": blobs}).encode(), "application/vnd.oci.image.manifest.v1+json",
                          annotations={"org.opencontainers.image.ref.name": "v1"})
    files["index.json"] = json.dumps({"schemaVersion": 2, "manifests": [manifest]}).encode()
    return files


def posix_acl(*entries):
    """system.posix_acl_access as setxattr(2) takes it: (tag, permissions, id) each."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


class Images(Case):
    def forms(self, root, layers=None):
        """What to call each form by, made of the directory `root`; `layers` come to the same when laid over one another."""
        plain = tar_of(root)
        layers = layers or [plain]
        forms = {"directory": root, "tar": self.write("root.tar", plain), "tar.gz": self.write("root.tar.gz", gzip.compress(plain, 1))}
        for suffix, packer in (("zst", "zstd"), ("xz", "xz")):
            forms["tar." + suffix] = self.write("root.tar." + suffix, run(packer, "-1", "-c", input=plain))
        forms["docker-archive"] = self.write("docker.tar", docker_archive(layers))
        forms["docker-archive by name"] = "docker-archive:" + self.path("docker.tar") + ":app:1.2"
        forms["docker-archive.gz"] = self.write("docker.tar.gz", gzip.compress(docker_archive(layers), 1))
        files = oci_files(layers)
        for path, content in files.items():
            self.write("oci/" + path, content)
        forms["OCI directory"] = self.path("oci")
        forms["OCI by tag"] = "oci:" + self.path("oci") + ":v1"
        forms["OCI tar"] = self.write("oci.tar", tar_of_files(files))
        forms.update(self.disks(root, len(plain)))
        return forms

    def disks(self, root, size):
        raw, qcow2, squashfs = self.path("disk.raw"), self.path("disk.qcow2"), self.path("root.squashfs")
        with open(raw, "wb") as disk:
            disk.truncate(2 * size + (64 << 20))
        run("mkfs.ext4", "-q", "-F", "-b", "4096", "-d", root, raw)
        run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-c", raw, qcow2)
        run("mksquashfs", root, squashfs, "-noappend", "-quiet", "-no-progress")
        return {"ext4": raw, "qcow2": qcow2, "squashfs": squashfs}

    def results(self, target, *prefix):
        """What a scan found, but for what the target is called and when it was looked at."""
        done = subprocess.run([*prefix, self.program, "scan", target, "--profile", "level2-server", "--report", "json", "--no-progress"], cwd=self.place,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, env=dict(os.environ, HOME="/"))
        self.assertIn(done.returncode, (0, 2, 3), f"{target}: {done.stderr.decode()}")
        results = json.loads(done.stdout)
        del results["target"]["label"]
        for key in ("start_time", "end_time", "notes"):
            results.pop(key, None)
        return results

    def assert_same_everywhere(self, forms):
        """To root the directory, to an ordinary user each image of it."""
        nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        expected = self.results(forms.pop("directory"))
        self.assertGreater(sum(rule["result"] in ("pass", "fail") for rule in expected["rules"]), 50)
        for form, target in forms.items():
            with self.subTest(form=form):
                found = self.results(target, *nobody)
                for one, other in zip(expected["rules"], found["rules"]):
                    self.assertEqual(one, other, one["id"])
                self.assertEqual(expected, found)

    def setUp(self):
        super().setUp()
        if os.geteuid() != 0:
            self.skipTest("needs root to make files of other owners")
        os.umask(0o022)
        os.chmod(self.place, 0o755)
        self.program = shutil.copy(support.PROGRAM, self.path("assay"))  # where anybody may start it

    def small_root(self):
        root = self.root
        self.write("root/etc/os-release", 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="18.04"\nPRETTY_NAME="Ubuntu 18.04.2 LTS"\n')
        self.write("root/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nann:x:1000:1000::/home/ann:/bin/sh\nbad::0:0::/:/bin/sh\n", 0o644)
        self.write("root/etc/group", "root:x:0:\nshadow:x:42:\nann:x:1000:\n", 0o644)
        self.write("root/etc/shadow", "root:$6$salt$hashhashhash:18000:1:365:7:30::\nann:!:18000:0:99999:7:::\n", 0o640)
        os.chown(root + "/etc/shadow", 0, 42)
        self.write("root/etc/ssh/sshd_config", "PermitRootLogin no\nProtocol 1\n", 0o600)
        self.write("root/etc/login.defs", "PASS_MAX_DAYS 99999\nUMASK 022\n", 0o644)
        self.write("root/etc/cron.d/job", "* * * * * root true\n", 0o644)
        self.write("root/var/lib/dpkg/status", "Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 4.4\n\n")
        self.write("root/home/ann/.netrc", "machine example login ann\n", 0o666)
        os.chown(root + "/home/ann/.netrc", 1000, 1000)
        self.write("root/usr/bin/su", b"\x7fELF\x02\x01\x01" + bytes(57), 0o4755)
        self.write("root/usr/bin/wall", "#!/bin/sh\n", 0o2755)
        os.link(root + "/usr/bin/su", root + "/usr/bin/also-su")
        os.symlink("/usr/bin", root + "/bin")
        os.symlink("../../../../../etc/passwd", root + "/etc/users")
        self.write("root/srv/nobody's", "x", 0o666)
        os.chown(root + "/srv/nobody's", 4321, 4321)
        self.write(b"root/srv/odd \xff\xfe\n name".decode(errors="surrogateescape"), "x", 0o666)
        self.write("root/srv/\u00e9t\u00e9", "x", 0o666)
        os.makedirs(root + "/srv/open")
        os.chmod(root + "/srv/open", 0o777)
        os.mknod(root + "/srv/pipe", 0o010600)
        os.mknod(root + "/srv/null", 0o020666, os.makedev(1, 3))
        with open(self.write("root/srv/holes", b""), "r+b") as holes:
            holes.truncate(3 << 20)
            holes.seek(1 << 20)
            holes.write(b"data")
        nobody = 0xFFFFFFFF
        try:
            os.setxattr(root + "/usr/bin/wall", "security.capability", struct.pack("<IIIII", 0x02000001, 0x2000, 0, 0, 0))
            os.setxattr(root + "/etc/login.defs", "system.posix_acl_access",
                        posix_acl((1, 6, nobody), (2, 6, 1000), (4, 4, nobody), (16, 6, nobody), (32, 4, nobody)))
        except OSError:
            pass  # a file system without: the same everywhere all the same
        return root

    def layers_of(self, root):
        """Two layers that come to `root`: the upper one hides, replaces and adds."""
        lower = self.path("lower")
        run("cp", "-a", root, lower)
        with open(lower + "/etc/passwd", "w") as passwd:
            passwd.write("evil::0:0::/:/bin/sh\n")
        os.makedirs(lower + "/opt/extra/deep")
        with open(lower + "/etc/cron.d/evil", "w") as job:
            job.write("* * * * * root evil\n")
        os.unlink(lower + "/srv/nobody's")
        os.mkdir(lower + "/srv/nobody's")
        os.rmdir(lower + "/srv/open")
        os.symlink("../etc/cron.d", lower + "/srv/open")
        upper = self.path("upper")
        os.makedirs(upper + "/etc/cron.d")
        os.makedirs(upper + "/srv/open")
        for path in ("etc/passwd", "etc/cron.d/job", "srv/nobody's"):
            run("cp", "-a", f"{root}/{path}", f"{upper}/{path}")
        for path in ("etc", "etc/cron.d", "srv", "srv/open"):
            shutil.copystat(f"{root}/{path}", f"{upper}/{path}")
        for path in (".wh.opt", "etc/cron.d/.wh..wh..opq", "srv/open/.wh..wh..opq"):
            open(f"{upper}/{path}", "w").close()
        return [tar_of(lower), tar_of(upper)]

    def broken(self, name, content, *says):
        path = self.write(name, content)
        results = self.path("results.json")
        self.refused("scan", path, "--report", f"json={results}", says=says)
        self.assertFalse(os.path.exists(results))


class Same(Images):
    def test_a_small_root_is_judged_alike_in_every_form(self):
        root = self.small_root()
        self.assert_same_everywhere(self.forms(root, self.layers_of(root)))

    def test_stock_roots_are_judged_alike_in_every_form(self):
        for name in ("centos-7.7.1908-base", "ubuntu-18.04.2-base"):
            packed = os.path.join(ROOTS, name + ".tar.xz")
            if not os.path.exists(packed):
                self.skipTest("no folder ../shared with the stock roots")
            with self.subTest(root=name):
                root = self.path(name)
                os.makedirs(root)
                run("tar", "--numeric-owner", "-xJf", packed, "-C", root)
                forms = self.forms(root)
                forms["as it came"] = shutil.copy(packed, self.place)
                few = ("directory", "as it came", "tar.zst", "docker-archive", "OCI directory", "ext4", "qcow2", "squashfs")
                self.assert_same_everywhere({form: forms[form] for form in few})


class Broken(Images):
    def test_a_cut_archive_is_refused(self):
        whole = tar_of(self.small_root())
        self.broken("cut.tar", whole[:len(whole) // 2], "cut.tar")
        self.broken("cut.tar.gz", gzip.compress(whole)[:-20], "cut.tar.gz", "cut off")
        self.broken("cut-docker.tar", docker_archive([whole[:2048 * 3 + 100]]), "layer 0/layer.tar")

    def test_a_layer_that_is_not_the_one_named_is_refused(self):
        whole = tar_of(self.small_root())
        archive = bytearray(docker_archive([whole]))
        archive[archive.index(b"PermitRootLogin no")] ^= 1
        self.broken("changed.tar", bytes(archive), "digest")
        files = oci_files([whole])
        largest = max(files, key=lambda path: len(files[path]))
        files[largest] = files[largest][:-1] + bytes([files[largest][-1] ^ 1])
        self.broken("changed-oci.tar", tar_of_files(files), "digest", "damaged")

    def test_what_is_no_image_is_refused(self):
        self.broken("text", "no image\n", "no kind of image")
        self.broken("empty", "", "empty")
        self.broken("empty.tar", bytes(10240), "no system is there")

    def test_one_of_several_images_must_be_named(self):
        whole = tar_of(self.small_root())
        path = self.write("docker.tar", docker_archive([whole], ("app:1.2", "app:latest")))
        self.refused("scan", f"docker-archive:{path}:other", says=("no image other", "app:1.2, app:latest"))

    def test_a_bomb_takes_little_memory(self):
        """2 GiB of zeros in one file, and 200 MiB in many that are kept packed."""
        header = tarfile.TarInfo("zeros")
        header.size = 2 << 30
        with gzip.open(self.path("bomb.tar.gz"), "wb", 1) as out:
            for number in range(100):
                entry = tarfile.TarInfo(f"etc/f{number}")
                entry.size = 2 << 20
                out.write(entry.tobuf())
                out.write(bytes(entry.size))
            out.write(header.tobuf())
            for _ in range(2 << 10):
                out.write(bytes(1 << 20))
            out.write(bytes(1024))
        done = self.assay("scan", self.path("bomb.tar.gz"), "--content", "cis-ubuntu1804-v2.0.0", "--profile", "level1-server", memory=700 << 20, timeout=120)
        self.assertIn(done.returncode, (2, 3), done.err)


if __name__ == "__main__":
    unittest.main()
