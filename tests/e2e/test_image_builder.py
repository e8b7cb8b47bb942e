#!/usr/bin/python3
"""What the image builder reads who sees nothing but a build's log: one line that says what is wrong and where."""
import json
import os
import subprocess
import unittest

from support import Case


class Disks(Case):
    def setUp(self):
        super().setUp()
        self.write("root/etc/os-release", 'ID=ubuntu\nVERSION_ID="18.04"\n')
        os.makedirs(self.path("root/var/log"))
        self.make_disk()

    def make_disk(self):
        subprocess.run(["/sbin/mkfs.ext4", "-q", "-F", "-d", self.root, self.path("disk.raw"), "8M"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def make_partitioned_disk(self):
        os.truncate(self.path("disk.raw"), 0)
        os.truncate(self.path("disk.raw"), 10 << 20)
        subprocess.run(["/sbin/sfdisk", "--quiet", self.path("disk.raw")], check=True, input=b"label: gpt\nstart=2048, size=16384\n")
        subprocess.run(["/sbin/mkfs.ext4", "-q", "-F", "-E", "offset=1048576", "-d", self.root, self.path("disk.raw"), "8M"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class UnseenFileSystems(Disks):
    def judged(self, mount, rule="log-file-permissions"):
        self.write("root/etc/fstab", f"LABEL=root / ext4 defaults 0 1\n{mount}\n")
        self.make_partitioned_disk()
        done = self.assay("scan", "disk.raw", "--content", "cis-ubuntu1804-v2.0.0", "--rule", rule, "--report", "json")
        found = json.loads(done.out)
        self.assertTrue(any(mount.split()[1] in note and "not on this disk" in note for note in found["notes"]), found["notes"])
        return {rule["result"] for rule in found["rules"]} - {"notselected"}

    def test_files_that_a_missing_disk_holds_are_not_known_to_be_right(self):
        self.assertEqual(self.judged("UUID=11111111-2222-3333-4444-555555555555 /var/log ext4 defaults 0 2"), {"unknown"})

    def test_homes_on_a_missing_disk_are_not_known_to_be_missing(self):
        os.makedirs(self.path("root/home"))
        self.write("root/etc/passwd", "root:x:0:0::/root:/bin/bash\nbob:x:1000:1000::/home/bob:/bin/bash\n")
        self.assertEqual(self.judged("UUID=11111111-2222-3333-4444-555555555555 /home ext4 defaults 0 2", "homes-exist"), {"unknown"})

    def test_a_disk_that_the_system_can_do_without_is_only_told(self):
        self.assertEqual(self.judged("/dev/sdz7 /var/log ext4 defaults,nofail 0 2"), {"pass"})

    def test_a_file_system_without_owners_is_only_told(self):
        self.assertEqual(self.judged("UUID=AAAA-BBBB /var/log vfat umask=0077 0 1"), {"pass"})


class WrongImages(Disks):

    def test_the_disk_itself_is_judged(self):
        done = self.assay("scan", "disk.raw", "--content", "cis-ubuntu1804-v2.0.0", "--profile", "level1-server", "--quiet")
        self.assertEqual(done.returncode, 2, done.err)
        self.assertTrue(done.err.splitlines()[-1].startswith("assay: not compliant: of "), done.err)

    def test_a_target_that_is_not_there(self):
        self.refused("scan", "disk:no.qcow2", says=["no.qcow2", "No such file"])
        self.refused("scan", "no.qcow2", says=["no.qcow2", "No such file"])

    def test_a_kind_of_image_that_is_misspelled(self):
        self.refused("scan", "diks:disk.raw", says=["diks:disk.raw", 'no kind of image "diks"', "disk, squashfs"])

    def test_a_kind_without_a_file(self):
        for kind in ("disk", "tar", "oci", "docker-archive", "squashfs"):
            with self.subTest(kind=kind):
                self.refused("scan", kind + ":", says=[f"target {kind}: names no file"])

    def test_a_file_that_is_empty_or_no_image(self):
        self.write("empty", "")
        self.refused("scan", "empty", says=["empty", "the file is empty"])
        self.write("text", "not an image\n" * 100)
        self.refused("scan", "text", says=["text", "no kind of image that is known"])

    def test_a_directory_that_holds_the_root_is_not_the_root(self):
        subprocess.run(["tar", "-C", self.place, "-cf", self.path("above.tar"), "root"], check=True)
        self.refused("scan", "above.tar", says=["no os-release", "is it a system's root?"])

    def test_a_disk_that_is_cut_off(self):
        os.truncate(self.path("disk.raw"), 5 << 20)
        self.refused("scan", "disk:disk.raw", says=["disk.raw", "cut off", "5242880"])

    def test_a_report_that_cannot_be_written_is_told_before_anything_is_judged(self):
        self.refused("scan", "disk.raw", "--content", "cis-ubuntu1804-v2.0.0", "--report", "json=no/such/results.json", says=["no/such/results.json"])

    def test_a_share_has_decimals_and_a_range(self):
        done = self.assay("scan", "disk.raw", "--content", "cis-ubuntu1804-v2.0.0", "--profile", "level1-server", "--min-coverage", "99.5")
        self.assertIn("below --min-coverage 99.5", done.err)
        self.refused("scan", "disk.raw", "--min-coverage", "101", says=["--min-coverage", "101"])


if __name__ == "__main__":
    unittest.main()
