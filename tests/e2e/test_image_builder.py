#!/usr/bin/python3
"""What the image builder reads who sees nothing but a build's log: one line that says what is wrong and where."""
import os
import subprocess
import unittest

from support import Case


class WrongImages(Case):
    def setUp(self):
        super().setUp()
        self.write("root/etc/os-release", 'ID=ubuntu\nVERSION_ID="18.04"\n')
        os.mkdir(self.path("root/home"))
        subprocess.run(["/sbin/mkfs.ext4", "-q", "-F", "-d", self.root, self.path("disk.raw"), "8M"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

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
