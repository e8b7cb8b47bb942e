// The pages that are looked at: our own benchmark on a small system with everything a page can show, a stream of 1,400 rules, and content
// and a system that try to get out of the text.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const kStreams = process.env.ASSAY_STREAMS || "/usr/share/xml/scap/ssg/content";
const kProgram = path.resolve(process.env.ASSAY || "build/release/engine/cli/assay");

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

function assay(...options) {
  try {
    execFileSync(kProgram, options, { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    if (error.status !== 2 && error.status !== 3) throw new Error(`assay ${options.join(" ")}: ${error.status}: ${error.stderr}`);
  }
}

function centos(folder, host) {
  write(`${folder}/etc/os-release`, 'NAME="CentOS Linux"\nVERSION_ID="7"\nID="centos"\nPRETTY_NAME="CentOS Linux 7 (Core)"\nCPE_NAME="cpe:/o:centos:centos:7"\n');
  write(`${folder}/etc/redhat-release`, "CentOS Linux release 7.9.2009 (Core)\n");
  write(`${folder}/etc/hostname`, `${host}\n`);
  write(`${folder}/etc/passwd`, "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n");
  write(`${folder}/etc/group`, "root:x:0:\nalice:x:1000:\n");
  write(`${folder}/etc/login.defs`, "PASS_MAX_DAYS 99999\nUID_MIN 1000\n");
  write(`${folder}/etc/ssh/sshd_config`, "PermitRootLogin yes\nX11Forwarding yes\nLogLevel INFO\n");
  return folder;
}

// With waivers, a baseline and an answer.
function ours(place) {
  const root = centos(`${place}/ours`, "web-1.example.com");
  const options = ["scan", root, "--content", "cis-centos7-v2.2.0", "--profile", "level2-server", "--no-progress"];
  assay(...options, "--report", `json=${place}/before.json`);
  write(`${root}/etc/ssh/sshd_config`, "PermitRootLogin yes\nX11Forwarding no\nLogLevel QUIET\n");
  const answers = write(`${place}/answers.yaml`,
    '- {rule: "1.2.1", answer: pass, who: release manager, when: 2024-05-31, remark: only our mirror is listed}\n');
  const waivers = write(`${place}/waivers.yaml`,
    '- {id: "5.2.8", reason: reached by the console of the hypervisor alone, owner: platform team, expires: 2999-12-31}\n' +
    '- {id: "1.5.4", reason: needed by a tool, owner: platform team, expires: 2999-12-31}\n');
  assay(...options, "--answers", answers, "--waivers", waivers, "--baseline", `${place}/before.json`, "--report", `html=${place}/ours.html`);
  return `${place}/ours.html`;
}

// Every rule of a stream, whatever its profiles select.
function large(place) {
  const stream = `${kStreams}/ssg-rhel7-ds.xml`;
  const text = fs.readFileSync(stream, "utf8");
  const items = [...text.matchAll(/<xccdf-1\.2:(?:Rule|Group) [^>]*?id="([^"]*)"/g)].map((match) => match[1]);
  const tailoring = write(`${place}/all.xml`,
    '<?xml version="1.0"?>\n<Tailoring xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.example_tailoring_all">' +
    '<version time="2024-01-01T00:00:00">1</version><Profile id="xccdf_org.example_profile_all"><title>All</title>' +
    items.map((id) => `<select idref="${id}" selected="true"/>`).join("") + "</Profile></Tailoring>\n");
  assay("scan", `${place}/ours`, "--content", stream, "--tailoring", tailoring, "--profile", "xccdf_org.example_profile_all",
        "--skip-platform-check", "--no-progress", "--report", `html=${place}/large.html`);
  return `${place}/large.html`;
}

const kEvil = `</title></style></script><script>window.owned = 1; alert(1)</script><img src="http://192.0.2.1/x" onerror="window.owned = 2">`
  + `" onmouseover="window.owned = 3" x='`;
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

// Markup that must not be there, and markup that is where it must not be.
const kMarkup = `<h:script>window.owned = 4</h:script><h:iframe src="http://192.0.2.1/"/><h:a href="javascript:window.owned=5" onclick="window.owned=6">a
<h:a href="https://example.com/">b</h:a></h:a><h:img src="http://192.0.2.1/y"/><h:li>item</h:li><h:ul>text<h:li>item</h:li><h:p>p</h:p></h:ul><h:ul><h:li>good</h:li></h:ul>
<h:p>p<h:div>d<h:table><h:tr>text</h:tr></h:table></h:div></h:p><h:b>b<h:pre>p<h:p>q</h:p></h:pre></h:b><h:td>cell</h:td><h:dl><h:dd>d</h:dd></h:dl><h:dl><h:dt>t</h:dt><h:dd>d</h:dd></h:dl>
<h:table><h:thead><h:tr><h:th>h</h:th></h:tr></h:thead><h:tr><h:td>c</h:td></h:tr></h:table><h:style>body{display:none}</h:style><h:meta http-equiv="refresh" content="0;url=http://192.0.2.1/"/>
<h:form action="http://192.0.2.1/"><h:input autofocus="autofocus" onfocus="window.owned=7"/></h:form><h:span style="position:fixed;inset:0" id="rules" class="skip">s</h:span>&lt;VulnDiscussion&gt;`;

function hostile(place) {
  const rule = (number) => `<Rule id="xccdf_x.y_rule_${number}" selected="true" severity="high"><title>${escaped(kEvil)} ${number} ${"long".repeat(80)}</title>
<description>${kMarkup}${"long".repeat(80)}</description><reference href="${escaped(kEvil)}">${escaped(kEvil)}</reference>
<reference href="https://www.nist.gov/cyberframework">${escaped(kEvil)}</reference><rationale>${kMarkup}</rationale>
<fixtext>${kMarkup}</fixtext><fix system="${escaped(kEvil)}">${escaped(kEvil)}</fix>
<check system="http://oval.mitre.org/XMLSchema/oval-definitions-5"><check-content-ref href="o.xml" name="oval:x:def:1"/></check></Rule>`;
  const content = write(`${place}/hostile-xccdf.xml`, `<?xml version="1.0" encoding="UTF-8"?>
<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" xmlns:h="http://www.w3.org/1999/xhtml" id="xccdf_x.y_benchmark_z" resolved="true">
<status>draft</status><title>${escaped(kEvil)}</title><description>d</description><notice id="n">${kMarkup}</notice><version>${escaped(kEvil)}</version>
${[1, 2, 3, 4, 5, 6].map((group) => `<Group id="xccdf_x.y_group_${group % 3}${group}"><title>${escaped(kEvil)}</title>${rule(2 * group)}${rule(2 * group + 1)}</Group>`).join("\n")}
</Benchmark>\n`);
  write(`${place}/o.xml`, `<?xml version="1.0" encoding="UTF-8"?>
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5" xmlns:ind="http://oval.mitre.org/XMLSchema/oval-definitions-5#independent">
<generator><oval:schema_version>5.11.2</oval:schema_version><oval:timestamp>2024-01-01T00:00:00</oval:timestamp></generator>
<definitions><definition class="compliance" id="oval:x:def:1" version="1"><metadata><title>t</title><description>d</description></metadata><criteria><criterion test_ref="oval:x:tst:1"/></criteria></definition></definitions>
<tests><ind:textfilecontent54_test id="oval:x:tst:1" version="1" comment="${escaped(kEvil)}" check="all" check_existence="none_exist"><ind:object object_ref="oval:x:obj:1"/></ind:textfilecontent54_test></tests>
<objects><ind:textfilecontent54_object id="oval:x:obj:1" version="1"><ind:path>/etc</ind:path><ind:filename operation="pattern match">.*</ind:filename><ind:pattern operation="pattern match">^(.*owned.*)$</ind:pattern><ind:instance datatype="int" operation="greater than or equal">1</ind:instance></ind:textfilecontent54_object></objects>
</oval_definitions>\n`);
  const root = centos(`${place}/hostile`, `${kEvil.slice(0, 60)}`);
  write(`${root}/etc/<img src=x onerror=owned=1>`, `${kEvil}\n\u202Egnp.owned\u2066\n`);
  write(`${root}/etc/long`, `owned ${"x".repeat(3000)}\n`);
  assay("scan", root, "--content", content, "--no-progress", "--report", `html=${place}/hostile.html`);
  return `${place}/hostile.html`;
}

// Results as they are read back from a file: of our own, and of a tool that keeps no benchmark beside its results.
function readBack(place) {
  assay("report", `${place}/before.json`, "--report", `html=${place}/read-back.html`);
  return `${place}/read-back.html`;
}

function foreign(place) {
  const rules = ["pass", "fail", "error", "unknown", "notapplicable", "notchecked", "notselected", "informational", "fixed"]
    .map((result) => `<rule-result idref="xccdf_x.y_rule_${result}" time="2024-01-01T00:00:00" severity="high"><result>${result}</result>` +
                     `<message severity="error">${escaped(kEvil)}</message></rule-result>`).join("");
  const results = write(`${place}/foreign.xml`, `<?xml version="1.0" encoding="UTF-8"?>
<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_x.y_testresult_1" start-time="2024-01-01T00:00:00" end-time="2024-01-01T00:00:01"
 version="1" test-system="cpe:/a:example:scanner:1"><benchmark href="b.xml" id="xccdf_x.y_benchmark_z"/><title>t</title><profile idref="xccdf_x.y_profile_p"/>
<target>${escaped(kEvil)}</target><target-address>192.0.2.7</target-address>${rules}<score system="urn:xccdf:scoring:default" maximum="100">33.3</score></TestResult>\n`);
  assay("report", results, "--report", `html=${place}/foreign.html`);
  return `${place}/foreign.html`;
}

export function makePages(place) {
  fs.rmSync(place, { recursive: true, force: true });
  fs.mkdirSync(place, { recursive: true });
  return { ours: ours(place), large: large(place), hostile: hostile(place), readBack: readBack(place), foreign: foreign(place) };
}
