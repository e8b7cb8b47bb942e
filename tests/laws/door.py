#!/usr/bin/python3
"""The door law: probes, evaluation and reports call nothing that opens a path, starts a program or asks the host's own databases.

    tests/laws/door.py BUILD_DIRECTORY
"""
import glob
import os
import re
import subprocess
import sys

LIBRARIES = ["parse", "independent", "unix", "linux", "probes", "collect", "evaluate", "plan", "reports"]
FORBIDDEN = re.compile(r"^(open|open64|openat|openat64|openat2|creat|creat64|fopen|fopen64|freopen|freopen64|opendir|fdopendir|scandir|scandir64|nftw|nftw64|ftw|fts_open|glob|glob64|"
                       r"stat|stat64|lstat|lstat64|fstatat|fstatat64|statx|__xstat|__lxstat|__fxstatat|access|faccessat|readlink|readlinkat|realpath|canonicalize_file_name|"
                       r"getxattr|lgetxattr|listxattr|llistxattr|acl_get_file|acl_extended_file|statfs|statfs64|statvfs|statvfs64|"
                       r"getpwnam|getpwnam_r|getpwuid|getpwuid_r|getgrnam|getgrnam_r|getgrgid|getgrgid_r|getpwent|getspnam|getspent|getmntent|setmntent|"
                       r"popen|system|execv|execve|execvp|execl|execlp|posix_spawn|posix_spawnp|fork|vfork|dlopen|chroot|syscall|unlink|rename|mkdir|sqlite3_open|sqlite3_open_v2_path|"
                       r"xmlReadFile|xmlParseFile|xmlCtxtReadFile)(@.*)?$")
# std::ifstream and std::filesystem would open paths too.
FORBIDDEN_CXX = re.compile(r"basic_[io]?f(ile)?stream|basic_filebuf|std::filesystem::(status|directory_iterator|exists|read_symlink|canonical)")


def main():
    build = sys.argv[1]
    broken = objects = 0
    for library in LIBRARIES:
        archives = glob.glob(os.path.join(build, "**", f"libassay_{library}.a"), recursive=True)
        if len(archives) != 1:
            sys.exit(f"door: no library assay_{library} below {build}")
        listing = subprocess.run(["nm", "-uC", archives[0]], check=True, stdout=subprocess.PIPE, text=True).stdout
        member = ""
        for line in listing.splitlines():
            if line.endswith(":"):
                member, objects = line[:-1], objects + 1
            elif match := re.match(r"\s+U (.*)", line):
                if FORBIDDEN.match(match[1]) or FORBIDDEN_CXX.search(match[1]):
                    broken += 1
                    print(f"assay_{library} {member}: {match[1]}")
    print(f"door: {objects} objects read, {broken} calls past the door")
    sys.exit(1 if broken or not objects else 0)


if __name__ == "__main__":
    main()
