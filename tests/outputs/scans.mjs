// Scans whose reports are read by others' tools: each a place with one file a format, and what the json report says of it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";

const kProgram = process.env.ASSAY;
const kContent = "/usr/share/xml/scap/ssg/content";
const kFormats = ["json", "xccdf", "arf", "sarif", "junit", "csv", "hdf"];
// In the names of files, whose text the reports show.
const kOdd = ["a\x01b", "<&>\"'", "]]>", "-->", "\x1b[31mred", "a\nb\rc\td", "\u202e", "=cmd|'!A0", "</script>", "{0}", "[x](y)", "%2e", "x".repeat(255), "é"];

export function assay(...options) {
  const done = spawnSync(kProgram, options, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (![0, 2, 3].includes(done.status)) throw new Error(`assay ${options.join(" ")}: ${done.status} ${done.stderr}`);
  return done;
}

const reports = (place) => kFormats.flatMap((format) => ["--report", `${format}=${place}/${format}`]);

function scan(place, root, ...options) {
  fs.mkdirSync(place, { recursive: true });
  assay("scan", root, ...options, "--no-progress", ...reports(place));
  return { place, path: (format) => `${place}/${format}`, text: (format) => fs.readFileSync(`${place}/${format}`, "utf8") };
}

function write(path, text) {
  fs.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  fs.writeFileSync(path, text);
}

function makeRoot(root) {
  write(`${root}/etc/os-release`, 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="18.04"\nPRETTY_NAME="Ubuntu 18.04.2 LTS"\n');
  write(`${root}/etc/lsb-release`, "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=18.04\nDISTRIB_CODENAME=bionic\n");
  write(`${root}/etc/passwd`, "root:x:0:0:root:/root:/bin/bash\n");
  write(`${root}/etc/shadow`, "root:*:18000:0:99999:7:::\n");
  write(`${root}/etc/login.defs`, "PASS_MAX_DAYS 99999\n");
  write(`${root}/etc/cron.d/job`, "* * * * * root true\n");
  write(`${root}/var/lib/dpkg/status`, "Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n\n");
  for (const [i, name] of kOdd.entries()) {
    write(`${root}/srv/${i}/${name.replaceAll("/", "_")}`, "odd\n");
    fs.chmodSync(`${root}/srv/${i}/${name.replaceAll("/", "_")}`, 0o666);
  }
}

// Every rule of a stream, selected.
function everything(stream) {
  const ids = new Set([...fs.readFileSync(stream, "utf8").matchAll(/<(?:[\w.-]+:)?(?:Group|Rule) [^>]*\bid="([^"]+)"/g)].map((match) => match[1]));
  return '<Tailoring xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.example_tailoring_all"><version time="2024-01-01T00:00:00">1</version>'
    + '<Profile id="xccdf_org.example_profile_all"><title>all</title>' + [...ids].map((id) => `<select idref="${id}" selected="true"/>`).join("")
    + "</Profile></Tailoring>";
}

export function makeScans(place) {
  fs.rmSync(place, { recursive: true, force: true });
  const root = `${place}/root`;
  makeRoot(root);
  const bundled = ["--content", "cis-ubuntu1804-v2.0.0", "--profile", "level2-server"];
  const ours = scan(`${place}/ours`, root, ...bundled);
  const failing = JSON.parse(ours.text("json")).rules.filter((rule) => rule.result === "fail").map((rule) => rule.id);
  write(`${place}/waivers.yaml`, failing.slice(0, 3).map((id) => `- {id: "${id}", reason: "not here, \\"<b>\\"", owner: images, expires: 2999-12-31}\n`).join(""));
  fs.rmSync(`${root}/etc/login.defs`);
  const gated = scan(`${place}/gated`, root, ...bundled, "--waivers", `${place}/waivers.yaml`, "--baseline", ours.path("json"));
  const stream = `${kContent}/ssg-rhel7-ds.xml`;
  write(`${place}/all.xml`, everything(stream));
  return {
    ours,
    gated,
    stream: scan(`${place}/stream`, root, "--content", `${kContent}/ssg-ubuntu1804-ds.xml`, "--profile", "_cis"),
    large: scan(`${place}/large`, root, "--content", stream, "--tailoring", `${place}/all.xml`, "--profile", "all", "--skip-platform-check"),
  };
}
