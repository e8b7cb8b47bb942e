#!/usr/bin/python3
import os
import socket
import subprocess
import unittest

from support import CONTENT, Case, digest_of_tree, file_object, file_test, oval, text_object, text_test

BEHAVIORS = '<unix:behaviors recurse="directories" recurse_direction="down" max_depth="-1" recurse_file_system="all"/>'


class Files(Case):
    def exists(self, path, pattern):
        return self.evaluate(oval(text_test(), text_object(path, pattern)), timeout=20)

    def test_an_absolute_link_leads_to_the_image_not_to_the_host(self):
        secret = self.write("host-secret", "of the host")
        os.symlink(secret, self.root + "/etc/link")
        self.assertEqual(self.exists("/etc/link", "of the host"), "false")
        self.write("root" + secret, "of the image")
        self.assertEqual(self.exists("/etc/link", "of the image"), "true")

    def test_dots_cannot_climb_out_of_the_image(self):
        self.write("host-secret", "of the host")
        os.symlink("../../../../../../.." + self.path("host-secret"), self.root + "/etc/link")
        self.assertEqual(self.exists("/etc/link", "of the host"), "false")

    def test_a_fifo_is_never_waited_for(self):
        os.mkfifo(self.root + "/etc/fifo")
        self.write("root/etc/regular", "x\n")
        content = text_object("/etc/regular", "x").replace("<ind:filepath>/etc/regular</ind:filepath>", '<ind:path>/etc</ind:path><ind:filename operation="pattern match">.*</ind:filename>')
        self.assertEqual(self.evaluate(oval(text_test(), content), timeout=20), "true")

    def test_a_device_is_never_read(self):
        os.mknod(self.root + "/etc/zero", 0o600 | 0o020000, os.makedev(1, 5))
        self.write("root/etc/regular", "x\n")
        content = text_object("/etc/regular", "x").replace("<ind:filepath>/etc/regular</ind:filepath>", '<ind:path>/etc</ind:path><ind:filename operation="pattern match">.*</ind:filename>')
        self.assertEqual(self.evaluate(oval(text_test(), content), timeout=20), "true")

    def test_a_circle_of_links_ends(self):
        os.symlink("b", self.root + "/etc/a")
        os.symlink("a", self.root + "/etc/b")
        self.assertEqual(self.exists("/etc/a", "x"), "false")

    def test_a_link_to_the_root_does_not_make_the_walk_endless(self):
        os.symlink("/", self.root + "/etc/root")
        content = oval(file_test("none_exist"), file_object('<unix:path>/</unix:path><unix:filename>nowhere</unix:filename>', BEHAVIORS))
        self.assertEqual(self.evaluate(content, timeout=20), "true")

    def test_a_world_writable_file_with_a_newline_in_its_name_is_found(self):
        self.write("root/etc/a\nb", "", 0o666)
        state = '<unix:file_state id="oval:x:ste:1" version="1"><unix:owrite datatype="boolean">true</unix:owrite></unix:file_state>'
        content = oval(file_test("at_least_one_exists", '<unix:state state_ref="oval:x:ste:1"/>'),
                       file_object('<unix:path>/etc</unix:path><unix:filename operation="pattern match">^a.b$</unix:filename>'.replace("a.b", r"a[\s]b"), BEHAVIORS), state)
        self.assertEqual(self.evaluate(content), "true")

    def test_a_name_that_is_no_utf8_is_found_and_the_results_stay_well_formed(self):
        os.close(os.open(os.fsencode(self.root) + b"/etc/a\xff\x01b", os.O_CREAT | os.O_WRONLY, 0o666))
        content = self.write("c.xml", oval(file_test(), file_object('<unix:path>/etc</unix:path><unix:filename operation="pattern match">^a.*b$</unix:filename>', BEHAVIORS)))
        out = self.path("r.xml")
        self.assertEqual(self.evaluate(content, None, "--results", out), "true")
        subprocess.run(["xmllint", "--noout", out], check=True)

    def test_text_after_a_nul_byte_is_searched(self):
        self.write("root/etc/a", b"a\0b\nneedle\n")
        self.assertEqual(self.exists("/etc/a", "^needle$"), "true")

    def test_a_dollar_does_not_match_before_a_carriage_return(self):
        self.write("root/etc/a", "x\r\n")
        self.assertEqual(self.exists("/etc/a", "^x$"), "false")

    def test_a_last_line_without_newline_is_a_line(self):
        self.write("root/etc/a", "first\nlast")
        self.assertEqual(self.exists("/etc/a", "^last$"), "true")

    def test_content_that_is_no_text_does_not_stop_the_scan(self):
        self.write("root/etc/a", bytes(range(256)) + b"\nneedle\n")
        out = self.path("r.xml")
        content = self.write("c.xml", oval(text_test(), text_object("/etc/a", "(?s).*needle")))
        self.assertEqual(self.evaluate(content, None, "--results", out), "true")
        subprocess.run(["xmllint", "--noout", out], check=True)

    def test_directories_deeper_than_a_path_can_name_are_walked(self):
        directory = os.open(self.root + "/etc", os.O_RDONLY)
        for _ in range(300):
            os.mkdir("d" * 20, dir_fd=directory)
            inner = os.open("d" * 20, os.O_RDONLY, dir_fd=directory)
            os.close(directory)
            directory = inner
        os.close(os.open("needle", os.O_CREAT | os.O_WRONLY, dir_fd=directory))
        os.close(directory)
        content = oval(file_test(), file_object('<unix:path>/etc</unix:path><unix:filename>needle</unix:filename>', BEHAVIORS))
        self.assertEqual(self.evaluate(content, timeout=30), "true")
        subprocess.run(["rm", "-rf", self.root], check=True)

    def test_a_socket_is_skipped(self):
        bound = socket.socket(socket.AF_UNIX)
        self.addCleanup(bound.close)
        bound.bind(self.root + "/etc/socket")
        self.write("root/etc/regular", "x\n")
        content = text_object("/etc/regular", "x").replace("<ind:filepath>/etc/regular</ind:filepath>", '<ind:path>/etc</ind:path><ind:filename operation="pattern match">.*</ind:filename>')
        self.assertEqual(self.evaluate(oval(text_test(), content), timeout=20), "true")

    def test_a_walk_of_defined_file_systems_stays_off_a_mounted_proc(self):
        os.mkdir(self.root + "/proc")
        subprocess.run(["mount", "-t", "proc", "none", self.root + "/proc"], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.root + "/proc"])
        behaviors = BEHAVIORS.replace('"all"', '"defined"')
        content = oval(file_test(), file_object('<unix:path>/</unix:path><unix:filename operation="pattern match">^(meminfo|environ|cmdline)$</unix:filename>', behaviors))
        self.assertEqual(self.evaluate(content, timeout=20), "false")

    def test_a_walk_of_all_file_systems_ends_in_a_mounted_proc(self):
        os.mkdir(self.root + "/proc")
        subprocess.run(["mount", "-t", "proc", "none", self.root + "/proc"], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.root + "/proc"])
        content = oval(file_test(), file_object('<unix:path>/</unix:path><unix:filename>version_signature_nowhere</unix:filename>', BEHAVIORS))
        self.assertIn(self.evaluate(content, timeout=60), ("false", "error", "unknown"))

    def test_a_directory_of_very_many_files_is_walked_within_memory(self):
        os.mkdir(self.root + "/etc/many")
        directory = os.open(self.root + "/etc/many", os.O_RDONLY)
        self.addCleanup(os.close, directory)
        for number in range(50000):
            os.close(os.open(f"f{number}", os.O_CREAT | os.O_WRONLY, dir_fd=directory))
        content = oval(file_test(), file_object('<unix:path>/etc/many</unix:path><unix:filename operation="pattern match">.</unix:filename>'))
        self.assertEqual(self.evaluate(content, timeout=60, memory=1 << 30), "true")

    def test_a_file_larger_than_the_limit_is_never_a_pass_from_its_beginning(self):
        with open(self.root + "/etc/sparse", "wb") as sparse:
            sparse.truncate(1 << 40)
        self.assertNotEqual(self.evaluate(oval(text_test('check_existence="none_exist"'), text_object("/etc/sparse", "x")), timeout=20, memory=1 << 30), "true")

    def test_a_root_given_by_a_link_is_that_root(self):
        self.write("root/etc/a", "x\n")
        os.symlink(self.root, self.path("link"))
        self.assertEqual(self.evaluate(oval(text_test(), text_object("/etc/a", "x")), self.path("link")), "true")


def package_test(name, kind="dpkginfo"):
    return oval(f'<linux:{kind}_test id="oval:x:tst:1" version="1" comment="c" check="all" check_existence="all_exist"><linux:object object_ref="oval:x:obj:1"/></linux:{kind}_test>',
                f'<linux:{kind}_object id="oval:x:obj:1" version="1"><linux:name>{name}</linux:name></linux:{kind}_object>')


def account_test(kind, name, existence="at_least_one_exists"):
    return oval(f'<unix:{kind}_test id="oval:x:tst:1" version="1" comment="c" check="all" check_existence="{existence}"><unix:object object_ref="oval:x:obj:1"/></unix:{kind}_test>',
                f'<unix:{kind}_object id="oval:x:obj:1" version="1"><unix:username>{name}</unix:username></unix:{kind}_object>')


RUBBISH = b"no colon\n:::\n::::::::::::::::::::\nx:y\n\0\n\xff\xfe:x:0:0:::\n#c:x:1:1:::\nbig:x:99999999999999999999:-5:::\n" + b"l" * 2_000_000 + b":x:1:1:::\n\r\n+\n-@net\n"


STATUS = "Package: {0}\nStatus: install ok installed\nArchitecture: {1}\nVersion: 1.0-1\n\n"


class Systems(Case):
    def test_packages_of_a_foreign_architecture_are_there(self):
        self.write("root/var/lib/dpkg/status", STATUS.format("telnetd", "riscv64"))
        self.assertEqual(self.evaluate(package_test("telnetd")), "true")

    def test_packages_of_status_d_are_there(self):
        self.write("root/var/lib/dpkg/status.d/telnetd", STATUS.format("telnetd", "amd64"))
        self.assertEqual(self.evaluate(package_test("telnetd")), "true")

    def test_a_removed_package_with_configuration_left_is_not_installed(self):
        self.write("root/var/lib/dpkg/status", STATUS.format("telnetd", "amd64").replace("install ok installed", "deinstall ok config-files"))
        self.assertEqual(self.evaluate(package_test("telnetd")), "false")

    def test_malformed_lines_of_passwd_and_shadow_are_skipped_and_the_good_ones_seen(self):
        self.write("root/etc/passwd", RUBBISH + b"alice:x:1000:1000::/home/alice:/bin/sh\n" + RUBBISH)
        self.write("root/etc/shadow", RUBBISH + b"alice:$6$salt$thehash:18000:0:99999:7:::\n" + RUBBISH, 0o600)
        for kind in ("password", "shadow"):
            out = self.path(kind + ".xml")
            self.assertEqual(self.evaluate(account_test(kind, "alice"), None, "--results", out, timeout=20), "true")
            self.assertEqual(self.evaluate(account_test(kind, "bob", "none_exist"), timeout=20), "true")
            subprocess.run(["xmllint", "--noout", out], check=True)
            with open(out) as results:
                self.assertNotIn("thehash", results.read())

    def test_account_files_that_are_links_pipes_or_devices_are_never_waited_for(self):
        os.mkfifo(self.root + "/etc/passwd")
        os.mknod(self.root + "/etc/shadow", 0o600 | 0o020000, os.makedev(1, 5))
        os.symlink("/proc/self/mem", self.root + "/etc/fstab")
        for kind in ("password", "shadow"):
            self.assertNotEqual(self.evaluate(account_test(kind, "alice", "none_exist"), timeout=20), "true")

    def test_package_databases_of_rubbish_are_errors_never_no_packages(self):
        for name, kind in (("var/lib/rpm/Packages", "rpminfo"), ("var/lib/rpm/Packages.db", "rpminfo"), ("var/lib/rpm/rpmdb.sqlite", "rpminfo"), ("var/lib/dpkg/status", "dpkginfo")):
            for data in (b"\0" * 8192, bytes(range(256)) * 64, b"Package: a\n" * 5000 + b"\xff"):
                with self.subTest(name=name, data=data[:10]):
                    path = self.write("root/" + name, data)
                    self.assertEqual(self.evaluate(package_test("telnetd", kind).replace('"all_exist"', '"none_exist"'), timeout=20), "error")
                    os.unlink(path)

    def test_no_package_database_means_no_packages_and_no_crash(self):
        self.assertEqual(self.evaluate(package_test("telnetd")), "false")

    def test_a_package_database_that_cannot_be_read_is_an_error_never_no_packages(self):
        self.write("root/var/lib/rpm/Packages", b"\0" * 5000)
        self.assertEqual(self.evaluate(package_test("telnet-server", "rpminfo")), "error")

    def test_nothing_of_the_image_is_executed_and_nothing_is_written_to_it(self):
        mark = self.path("mark")
        for program in ("usr/bin/dpkg-query", "usr/bin/dpkg", "bin/sh", "usr/bin/rpm"):
            self.write("root/" + program, f"#!/bin/sh\ntouch {mark}\n", 0o755)
        self.write("root/var/lib/dpkg/status", STATUS.format("telnetd", "amd64"))
        before = digest_of_tree(self.root)
        self.evaluate(package_test("telnetd"))
        self.scan(self.root, "ssg-ubuntu1804-ds.xml", "_cis", "--skip-platform-check")
        self.assertFalse(os.path.exists(mark))
        self.assertEqual(digest_of_tree(self.root), before)

    def test_the_hosts_package_configuration_changes_nothing(self):
        self.write("root/var/lib/dpkg/status", STATUS.format("telnetd", "amd64"))
        home = self.path("home")
        self.write("home/.rpmmacros", "%_dbpath /nowhere\n%_db_backend nowhere\n")
        self.assertEqual(self.evaluate(package_test("telnetd"), env={"HOME": home, "DPKG_ADMINDIR": "/nowhere", "APT_CONFIG": "/nowhere", "DPKG_ROOT": "/nowhere"}), "true")

    def partition(self, mount_point, option):
        state = f'<linux:partition_state id="oval:x:ste:1" version="1"><linux:mount_options entity_check="at least one">{option}</linux:mount_options></linux:partition_state>'
        return oval('<linux:partition_test id="oval:x:tst:1" version="1" comment="c" check="all" check_existence="all_exist"><linux:object object_ref="oval:x:obj:1"/><linux:state state_ref="oval:x:ste:1"/></linux:partition_test>',
                    f'<linux:partition_object id="oval:x:obj:1" version="1"><linux:mount_point>{mount_point}</linux:mount_point></linux:partition_object>', state)

    def test_the_partitions_of_an_image_are_those_of_its_fstab(self):
        self.write("root/etc/fstab", "/dev/sda2 /home ext4 defaults,nodev 0 2\n")
        self.assertEqual(self.evaluate(self.partition("/home", "nodev")), "true")
        self.assertEqual(self.evaluate(self.partition("/home", "noexec")), "false")
        self.assertEqual(self.evaluate(self.partition("/tmp", "nodev")), "false")

    def test_the_partitions_of_an_image_are_those_of_its_mount_units_too(self):
        self.write("root/usr/lib/systemd/system/local-fs.target", "[Unit]\nDescription=l\n")
        self.write("root/usr/lib/systemd/system/tmp.mount", "[Mount]\nWhat=tmpfs\nWhere=/tmp\nType=tmpfs\nOptions=mode=1777,nosuid,nodev\n[Install]\nWantedBy=local-fs.target\n")
        os.makedirs(self.root + "/etc/systemd/system/local-fs.target.wants")
        os.symlink("/usr/lib/systemd/system/tmp.mount", self.root + "/etc/systemd/system/local-fs.target.wants/tmp.mount")
        self.assertEqual(self.evaluate(self.partition("/tmp", "nodev")), "true")

    def dependency(self, unit, dependency):
        state = f'<linux:systemdunitdependency_state id="oval:x:ste:1" version="1"><linux:dependency entity_check="at least one">{dependency}</linux:dependency></linux:systemdunitdependency_state>'
        return oval('<linux:systemdunitdependency_test id="oval:x:tst:1" version="1" comment="c" check="all" check_existence="all_exist"><linux:object object_ref="oval:x:obj:1"/><linux:state state_ref="oval:x:ste:1"/></linux:systemdunitdependency_test>',
                    f'<linux:systemdunitdependency_object id="oval:x:obj:1" version="1"><linux:unit>{unit}</linux:unit></linux:systemdunitdependency_object>', state)

    def test_what_a_target_pulls_in_is_answered_offline_from_unit_files(self):
        self.write("root/usr/lib/systemd/system/multi-user.target", "[Unit]\nDescription=m\n")
        self.write("root/usr/lib/systemd/system/cron.service", "[Unit]\nDescription=c\n[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n")
        self.assertEqual(self.evaluate(self.dependency("multi-user.target", "cron.service")), "false")
        os.makedirs(self.root + "/etc/systemd/system/multi-user.target.wants")
        os.symlink("/usr/lib/systemd/system/cron.service", self.root + "/etc/systemd/system/multi-user.target.wants/cron.service")
        self.assertEqual(self.evaluate(self.dependency("multi-user.target", "cron.service")), "true")

    def test_with_no_proc_a_kernel_setting_is_not_applicable_never_a_pass_from_nothing(self):
        content = oval('<unix:sysctl_test id="oval:x:tst:1" version="1" comment="c" check="all" check_existence="none_exist"><unix:object object_ref="oval:x:obj:1"/></unix:sysctl_test>',
                       '<unix:sysctl_object id="oval:x:obj:1" version="1"><unix:name>kernel.randomize_va_space</unix:name></unix:sysctl_object>')
        self.assertEqual(self.evaluate(content), "not applicable")


if __name__ == "__main__":
    unittest.main()
