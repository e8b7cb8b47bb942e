#!/usr/bin/python3
"""Disks as machines have them: partitions, logical volumes, file systems of their own below the root; and what cannot be read."""
import os
import shutil
import subprocess
import time
import unittest

import support
from lvm_image import DATA_OFFSET, EXTENT, group_text, write_physical_volume
from support import Case, file_object, file_test, oval

MIB = 1 << 20
VAR_UUID = "11111111-2222-3333-4444-555555555555"


def run(*command, **named):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **named).stdout


class Disks(Case):
    def setUp(self):
        super().setUp()
        for tool in ("mkfs.ext4", "sfdisk", "qemu-img"):
            if shutil.which(tool) is None:
                self.skipTest(f"needs {tool}")

    def ext4(self, name, files, *options, mib=8):
        """A file system of {path: content}; a content of None is a directory."""
        tree = self.path(name + ".tree")
        os.makedirs(tree)
        for path, content in files.items():
            if content is None:
                os.makedirs(f"{tree}/{path}", exist_ok=True)
            else:
                self.write(f"{name}.tree/{path}", content)
        run("mkfs.ext4", "-q", "-F", *options, "-d", tree, self.path(name), f"{mib}M")
        with open(self.path(name), "rb") as image:
            return image.read()

    def root_volume(self, fstab, *options):
        return self.ext4("root.ext4", {"etc/os-release": "ID=test\n", "etc/fstab": fstab, "var": None, "home": None, "var/hidden": "hidden"}, *options)

    def var(self):
        return self.ext4("var.ext4", {"log/messages": "said"}, "-U", VAR_UUID)

    def home(self):
        return self.ext4("home.ext4", {"ann/note": "written"}, "-L", "my home")

    def partitioned(self, table, pieces, mib=64):
        disk = self.path("disk.raw")
        with open(disk, "wb") as image:
            image.truncate(mib * MIB)
        run("sfdisk", "-q", disk, input=table.encode())
        with open(disk, "r+b") as image:
            for at, piece in pieces:
                image.seek(at)
                image.write(piece)
        return disk

    def is_there(self, disk, path):
        content = oval(file_test(), file_object(f"<unix:filepath>{path}</unix:filepath>"))
        return self.evaluate(content, disk) == "true"

    def assert_mounted(self, disk):
        self.assertTrue(self.is_there(disk, "/etc/fstab"))
        self.assertTrue(self.is_there(disk, "/var/log/messages"))
        self.assertTrue(self.is_there(disk, "/home/ann/note"))
        self.assertFalse(self.is_there(disk, "/var/hidden"))

    def mbr(self):
        fstab = f"/dev/vda1 / ext4 defaults 0 1\nUUID={VAR_UUID} /var ext4 defaults 0 2\n/dev/vda5 /home ext4 defaults 0 2\nproc /proc proc defaults 0 0\n"
        table = "label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=83\nstart=40960,size=40960,type=5\nstart=43008,size=16384,type=83\n"
        return self.partitioned(table, [(2048 * 512, self.root_volume(fstab)), (18432 * 512, self.var()), (43008 * 512, self.home())])

    def test_a_disk_with_an_mbr_is_put_together_as_its_fstab_says(self):
        self.assert_mounted(self.mbr())

    def test_qcow2_of_all_kinds_is_the_disk_it_was_made_of(self):
        raw = self.mbr()
        for options in (["-c"], ["-o", "compat=0.10,cluster_size=512"], ["-c", "-o", "compression_type=zstd"]):
            with self.subTest(options=options):
                run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", *options, raw, self.path("disk.qcow2"))
                self.assert_mounted(self.path("disk.qcow2"))

    def test_a_gpt_disk_is_read_by_its_backup_when_its_header_is_damaged(self):
        fstab = f'PARTLABEL=the\\040root / ext4 defaults 0 1\nUUID={VAR_UUID} /var ext4 defaults 0 2\nLABEL="my\\040home" /home ext4 defaults 0 2\n'
        table = 'label: gpt\nstart=2048,size=16384,name="the root"\nstart=18432,size=16384\nstart=43008,size=16384\n'
        disk = self.partitioned(table, [(2048 * 512, self.root_volume(fstab)), (18432 * 512, self.var()), (43008 * 512, self.home())])
        self.assert_mounted(disk)
        with open(disk, "r+b") as image:
            image.seek(512 + 40)
            image.write(b"damage")
        self.assert_mounted(disk)

    def test_logical_volumes_over_two_partitions_are_put_together(self):
        one, two = "a" * 32, "b" * 32
        fstab = "/dev/mapper/vg--sys-root / ext4 defaults 0 1\n/dev/vg-sys/my-var /var ext4 defaults 0 2\nLABEL=my\\040home /home ext4 defaults 0 2\n"
        root, var = self.root_volume(fstab), self.var()
        text = group_text("vg-sys", {"pv0": one, "pv1": two}, {
            "root": [{"at": ("pv0", 3), "extents": 5}, {"at": ("pv1", 1), "extents": 3}], "my-var": [{"at": ("pv0", 8), "extents": 8}],
            "cache": [{"at": ("pv0", 0), "extents": 1, "type": "thin"}]}, seqno=2)
        old = group_text("vg-sys", {"pv0": one}, {}, seqno=1)
        table = "label: gpt\nstart=2048,size=40960,type=lvm\nstart=43008,size=20480,type=lvm\nstart=65536,size=16384\n"
        first, second = MIB, 21 * MIB
        disk = self.partitioned(table, [(first + DATA_OFFSET + 3 * EXTENT, root[:5 * EXTENT]), (second + DATA_OFFSET + EXTENT, root[5 * EXTENT:]),
                                        (first + DATA_OFFSET + 8 * EXTENT, var), (32 * MIB, self.home())])
        with open(disk, "r+b") as image:
            write_physical_volume(image, first, 20 * MIB, one, text, text_at=1020 * 1024 - 200)  # runs over the end of the ring
            write_physical_volume(image, second, 10 * MIB, two, old)
        self.assert_mounted(disk)

    def test_what_fstab_names_and_the_disk_has_not_is_told(self):
        disk = self.partitioned("label: dos\nstart=2048,size=16384,type=83\n",
                                [(2048 * 512, self.root_volume("/dev/sda1 / ext4 defaults 0 1\nUUID=none-of-all /srv ext4 defaults 0 2\n"))])
        done = self.assay("scan", disk, "--content", "cis-centos7-v2.2.0", "--profile", "level1-server", "--report", "json=results.json")
        self.assertIn(done.returncode, (0, 2, 3), done.err)
        with open(self.path("results.json")) as results:
            self.assertIn("UUID=none-of-all", results.read())

    def test_what_lies_on_a_volume_that_is_missing_is_not_taken_for_nothing(self):
        fstab = f"/dev/sda1 / ext4 defaults 0 1\nUUID={VAR_UUID} /var ext4 defaults 0 2\nLABEL=more /home ext4 nofail 0 2\n"
        disk = self.partitioned("label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=82\n", [(2048 * 512, self.root_volume(fstab))])
        nothing = oval(file_test(existence="none_exist"), file_object("<unix:filepath>/var/log/messages</unix:filepath>"))
        self.assertEqual(self.evaluate(nothing, disk), "unknown")
        nothing = oval(file_test(existence="none_exist"), file_object("<unix:filepath>/home/ann/note</unix:filepath>"))
        self.assertEqual(self.evaluate(nothing, disk), "true")

    def test_a_file_system_alone_is_what_its_directory_is(self):
        self.root_volume(f"UUID={VAR_UUID} /var ext4 defaults 0 2\n")
        self.assertTrue(self.is_there(self.path("root.ext4"), "/var/hidden"))

    def test_a_volume_is_mounted_once(self):
        fstab = f"/dev/sda1 / ext4 defaults 0 1\nUUID={VAR_UUID} /var ext4 defaults 0 2\n/dev/sda2 /var ext4 defaults 0 2\n/dev/sda2 /. ext4 rw 0 0\n"
        fstab += f"UUID={VAR_UUID} /home ext4 defaults 0 2\n" * 100
        disk = self.partitioned("label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=83\n",
                                [(2048 * 512, self.root_volume(fstab)), (18432 * 512, self.var())])
        self.assertTrue(self.is_there(disk, "/var/log/messages"))
        self.assertFalse(self.is_there(disk, "/home/log/messages"))

    def test_the_partitions_of_another_disk_are_not_those_of_this_one(self):
        fstab = "/dev/sda1 / ext4 defaults 0 1\n/dev/sdb2 /var ext4 defaults 0 2\n"
        disk = self.partitioned("label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=83\n",
                                [(2048 * 512, self.root_volume(fstab)), (18432 * 512, self.var())])
        content = oval(file_test(), file_object("<unix:filepath>/var/log/messages</unix:filepath>"))
        self.assertEqual(self.evaluate(content, disk), "unknown")

    def test_a_place_that_is_missing_is_made_as_the_machine_does_when_it_starts(self):
        fstab = "/dev/sda1 / ext4 defaults 0 1\n/dev/disk/by-path/pci-0000:00:10.0-part2 /export/home ext4 defaults 0 2\n"
        disk = self.partitioned("label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=83\n",
                                [(2048 * 512, self.root_volume(fstab)), (18432 * 512, self.home())])
        self.assertTrue(self.is_there(disk, "/export/home/ann/note"))

    def test_a_place_behind_a_link_is_refused(self):
        self.ext4("root.ext4", {"etc/os-release": "ID=test\n", "etc/fstab": "/dev/sda1 / ext4 rw 0 1\n/dev/sda2 /home ext4 rw 0 2\n", "srv": None})
        run("debugfs", "-w", "-R", "symlink /home /srv", self.path("root.ext4"))
        with open(self.path("root.ext4"), "rb") as root:
            disk = self.partitioned("label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=83\n",
                                    [(2048 * 512, root.read()), (18432 * 512, self.home())])
        self.refused("scan", disk, says=("/home", "/dev/sda2", "links"))

    def test_another_root_does_not_stand_in_for_one_that_is_damaged(self):
        real = self.root_volume(f"UUID={VAR_UUID} / ext4 defaults 0 1\n", "-U", VAR_UUID)
        run("debugfs", "-w", "-R", "zap_block -f /etc 0", self.path("root.ext4"))
        with open(self.path("root.ext4"), "rb") as damaged:
            pieces = [(2048 * 512, self.ext4("rescue.ext4", {"etc/os-release": "ID=rescue\n"})), (18432 * 512, damaged.read())]
        table = "label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=83\n"
        self.refused("scan", self.partitioned(table, pieces), says=("not known", "partition 2", "damaged", "e2fsck"))
        disk = self.partitioned(table, [pieces[0], (18432 * 512, real)])
        self.assertTrue(self.is_there(disk, "/etc/fstab"))

    def test_disks_without_a_root_say_what_they_hold(self):
        table = "label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=82\nstart=40960,size=16384,type=83\n"
        swap = bytearray(4 * MIB)
        swap[4086:4096] = b"SWAPSPACE2"
        disk = self.partitioned(table, [(2048 * 512, self.home()), (18432 * 512, swap), (40960 * 512, b"LUKS\xba\xbe")])
        self.refused("scan", disk, says=("no root file system", "partition 1 (ext)", "partition 2 (swap)", "partition 3 (encrypted (LUKS))"))

    def test_of_several_roots_none_is_chosen(self):
        root = self.root_volume("UUID=other / ext4 defaults 0 1\n")
        table = "label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=83\n"
        disk = self.partitioned(table, [(2048 * 512, root), (18432 * 512, root)])
        self.refused("scan", disk, says=("several root file systems", "partition 1", "partition 2"))

    def test_a_root_that_calls_itself_root_is_chosen(self):
        table = "label: dos\nstart=2048,size=16384,type=83\nstart=18432,size=16384,type=83\n"
        disk = self.partitioned(table, [(2048 * 512, self.root_volume("/dev/sda1 / ext4 defaults 0 1\n")),
                                        (18432 * 512, self.ext4("old.ext4", {"etc/fstab": "", "old": ""}))])
        self.assertFalse(self.is_there(disk, "/old"))

    def test_images_that_lean_on_other_files_are_refused_with_a_way_out(self):
        raw = self.path("base.raw")
        with open(raw, "wb") as image:
            image.write(self.root_volume(""))
        run("qemu-img", "create", "-q", "-f", "qcow2", "-b", raw, "-F", "raw", self.path("over.qcow2"))
        self.refused("scan", self.path("over.qcow2"), says=("base.raw", "not followed", "qemu-img convert"))
        run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-o", f"data_file={self.path('data')}", raw, self.path("split.qcow2"))
        self.refused("scan", self.path("split.qcow2"), says=("another file", "qemu-img convert"))
        run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-o", "extended_l2=on,cluster_size=128k", raw, self.path("sub.qcow2"))
        self.refused("scan", self.path("sub.qcow2"), says=("extended L2", "qemu-img convert"))

    def test_disks_of_other_programs_are_named_with_a_way_out(self):
        with open(self.path("base.raw"), "wb") as image:
            image.write(self.root_volume(""))
        for kind, name in (("vmdk", "VMDK"), ("vdi", "VDI"), ("vpc", "VHD"), ("vhdx", "VHDX")):
            with self.subTest(kind=kind):
                run("qemu-img", "convert", "-f", "raw", "-O", kind, self.path("base.raw"), self.path("disk." + kind))
                self.refused("scan", self.path("disk." + kind), says=(f"a {name} disk", "qemu-img convert"))

    def test_images_that_are_cut_off_are_refused(self):
        raw = self.mbr()
        run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-c", raw, self.path("disk.qcow2"))
        for name in ("disk.raw", "disk.qcow2"):
            size = os.path.getsize(self.path(name))
            for cut in (size // 2 if name.endswith("qcow2") else 20 * MIB, 3000, 1):
                with self.subTest(name=name, cut=cut):
                    shutil.copy(self.path(name), self.path("cut"))
                    os.truncate(self.path("cut"), cut)
                    message = self.refused("scan", self.path("cut"), "--report", "json=none.json")
                    self.assertTrue(cut == 1 or "cut off" in message or "it holds" in message, message)
                    self.assertFalse(os.path.exists(self.path("none.json")))

    def xfs(self):
        if os.geteuid() != 0 or shutil.which("mkfs.xfs") is None:
            self.skipTest("needs root and mkfs.xfs")
        image, mounted = self.path("disk.xfs"), self.path("mounted")
        run("mkfs.xfs", "-q", "-f", "-d", f"file,name={image},size=320m")
        os.mkdir(mounted)
        if subprocess.run(["mount", "-o", "loop", image, mounted], stderr=subprocess.DEVNULL, check=False).returncode != 0:
            self.skipTest("no loop mounts of xfs here")
        try:
            os.mkdir(mounted + "/etc")
            for name in ("os-release", "fstab"):
                with open(f"{mounted}/etc/{name}", "w") as file:
                    file.write("ID=test\n" if name == "os-release" else "")
        finally:
            run("umount", mounted)
        os.chmod(self.place, 0o755)
        return image

    def xfs_mounts(self):
        with open("/proc/self/mounts") as mounts:
            return [line for line in mounts if " xfs " in line]

    def test_xfs_is_read_by_the_kernel_for_root_and_leaves_no_mount_behind(self):
        image = self.xfs()
        before = self.xfs_mounts()
        with open(image, "rb") as disk:
            content = disk.read()
        self.assertTrue(self.is_there(image, "/etc/os-release"))
        self.assertEqual(before, self.xfs_mounts())
        with open(image, "rb") as disk:
            self.assertTrue(content == disk.read(), "the image was written to")
        self.assertNotIn(image, run("losetup", "-a").decode())

    def test_a_scan_of_xfs_that_is_killed_leaves_no_loop_device_behind(self):
        image = self.xfs()
        for milliseconds in range(2, 60, 4):
            scan = subprocess.Popen([support.PROGRAM, "scan", image], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(milliseconds / 1000)
            scan.kill()
            scan.wait()
        self.assertNotIn(image, run("losetup", "-a").decode())

    def test_xfs_that_is_cut_off_or_damaged_says_so(self):
        image = self.xfs()
        os.truncate(image, 100 * MIB)
        self.refused("scan", image, says=("xfs", "cut off"))
        os.truncate(image, 320 * MIB)
        self.refused("scan", image, says=("xfs", "damaged", "xfs_repair"))

    def test_xfs_is_refused_to_others_with_a_way_out(self):
        image = self.xfs()
        program = shutil.copy(support.PROGRAM, self.path("assay"))
        done = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program, "scan", image], cwd=self.place,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, env=dict(os.environ, HOME="/"))
        self.assertEqual(done.returncode, 1)
        for word in ("xfs", "root", "tar"):
            self.assertIn(word, done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
