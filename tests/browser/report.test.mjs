import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";

import { kPhone, open, start } from "./browser.mjs";
import { makePages } from "./pages.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const place = `${process.cwd()}/pages`;
const kNames = ["ours", "large", "hostile", "readBack", "foreign"];
let browser, pages;

before(async () => {
  pages = makePages(place);
  browser = await start();
});
after(() => browser?.close());

async function on(name, options, look) {
  const page = await open(browser, pages[name], options);
  try {
    await look(page);
    assert.deepEqual(page.complaints, []);
  } finally {
    await page.done();
  }
}

const shownRules = (page) => page.locator("details.rule:visible").count();
const status = (page) => page.locator("#shown").textContent();
const field = (page, label) => page.getByLabel(label, { exact: true });
// The page's policy lets nobody evaluate text in it, so it is asked again and again.
async function wait(page, text) {
  for (let i = 0; i < 1000 && await status(page) !== text; ++i) await page.waitForTimeout(20);
  assert.equal(await status(page), text);
}

for (const name of kNames) describe(`the page of ${name}`, () => {
  it("opens without a complaint and asks for nothing but itself", () => on(name, {}, async (page) => {
    assert.ok(await page.locator("h1").textContent());
  }));

  it("is valid HTML", () => {
    const tidy = spawnSync("tidy", ["-quiet", "-errors", "--show-warnings", "no", pages[name]], { encoding: "utf8" });
    assert.equal(tidy.stderr, "");
    assert.equal(tidy.status < 2, true);
  });

  for (const colorScheme of ["light", "dark"])
    it(`has nothing an accessibility check complains about in ${colorScheme}`, () => on(name, { colorScheme }, async (page) => {
      // Some of each kind, folded and unfolded; laid out where it is, on the screen or not.
      await page.evaluate(() => {
        document.styleSheets[0].insertRule("details.rule { content-visibility: visible !important; }", document.styleSheets[0].cssRules.length);
        for (const group of document.querySelectorAll("section.group, ul.links, ul.cards"))
          for (const part of Array.from(group.children).slice(8)) part.remove();
        for (const control of Array.from(document.querySelectorAll("details.control")).slice(10)) control.parentElement.remove();
        for (const part of Array.from(document.querySelectorAll("details:nth-child(even), details.framework, details.fix"))) part.open = true;
      });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`), []);
    }));

  it("is as wide as a phone, whatever it says", () => on(name, { viewport: kPhone }, async (page) => {
    await page.evaluate(() => { for (const part of Array.from(document.querySelectorAll("details")).slice(0, 300)) part.open = true; });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), kPhone.width);
  }));
});

describe("the filter", () => {
  it("finds rules by what they say and tells how many there are", () => on("ours", {}, async (page) => {
    const all = await shownRules(page);
    await field(page, "Search").fill("cramfs driver");
    await wait(page, `1 of ${all} rules shown`);
    assert.equal(await shownRules(page), 1);
    assert.equal(await page.locator("#shown").getAttribute("aria-live"), "polite");
    await field(page, "Search").fill("no such words in any rule");
    await wait(page, `No rule of ${all} rules shown`);
    assert.equal(await page.locator("section.group:visible").count(), 0);
    await page.getByRole("button", { name: "Show all" }).click();
    await wait(page, `${all} rules`);
    assert.equal(await shownRules(page), all);
  }));

  it("narrows by result, severity, section and waivers together", () => on("ours", {}, async (page) => {
    const count = async (selector) => page.locator(selector).count();
    await field(page, "Result").selectOption("fail");
    assert.equal(await shownRules(page), await count('details.rule[data-result="fail"]'));
    await field(page, "Severity").selectOption("medium");
    assert.equal(await shownRules(page), await count('details.rule[data-result="fail"][data-severity="medium"]'));
    await field(page, "Section").selectOption({ label: "5 Access, authentication and authorization" });
    assert.ok(await shownRules(page) > 0);
    await page.getByRole("button", { name: "Show all" }).click();
    await field(page, "Waived").selectOption("yes");
    assert.equal(await shownRules(page), 1);
    assert.match(await page.locator("details.rule:visible").textContent(), /platform team/);
  }));

  it("is set by a click on a bar", () => on("ours", {}, async (page) => {
    await page.locator(".severities").getByRole("link", { name: "high" }).click();
    assert.equal(await field(page, "Severity").inputValue(), "high");
    assert.equal(await shownRules(page), await page.locator('details.rule[data-severity="high"]').count());
    assert.equal(await page.evaluate(() => document.activeElement.id), "rules");
    await page.locator(".outcomes").getByRole("link", { name: /pass/ }).click();
    assert.equal(await shownRules(page), await page.locator('details.rule[data-result="pass"]').count());
  }));

  it("gives way to a link to a rule it hides", () => on("ours", {}, async (page) => {
    const all = await shownRules(page);
    await field(page, "Result").selectOption("pass");
    const link = page.locator("section:has(> #not-judged) a").first();
    const target = (await link.getAttribute("href")).slice(1);
    await link.click();
    await wait(page, `${all} rules`);
    assert.equal(await page.evaluate((id) => document.getElementById(id).open, target), true);
    assert.equal(await page.evaluate(() => document.activeElement.parentElement.id), target);
  }));

  it("is left by an address that names a rule by its id", () => on("ours", {}, async (page) => {
    await field(page, "Result").selectOption("fail");
    await page.evaluate(() => { location.hash = "xccdf_org.assay_rule_2.3.1_nis-client-absent"; });
    const rule = page.locator("details.rule[open]", { hasText: "The NIS client is not installed" });
    await rule.first().waitFor();
    assert.match(await page.evaluate(() => document.activeElement.textContent), /2\.3\.1/);
  }));

  it("comes back with a reload, the way back and a copied link", () => on("ours", {}, async (page) => {
    const all = await shownRules(page);
    await field(page, "Result").selectOption("pass");
    await field(page, "Search").fill("cramfs or ssh & <b>");
    await page.waitForURL(/#\?/);
    const address = page.url();
    await page.reload();
    assert.equal(await field(page, "Search").inputValue(), "cramfs or ssh & <b>");
    assert.equal(await field(page, "Result").inputValue(), "pass");
    await wait(page, `No rule of ${all} rules shown`);
    await page.evaluate(() => { location.hash = "r1"; });
    await wait(page, `${all} rules`);
    await page.goBack();
    await wait(page, `No rule of ${all} rules shown`);
    assert.equal(page.url(), address);
    await page.evaluate(() => { location.hash = "?result=nonsense&severity=high&owned=1"; });
    assert.equal(await field(page, "Result").inputValue(), "");
    assert.equal(await shownRules(page), await page.locator('details.rule[data-severity="high"]').count());
  }));

  it("is done with 1,400 rules before a person sees it", () => on("large", {}, async (page) => {
    assert.ok(await shownRules(page) > 1300);
    const times = await page.evaluate(() => {
      const form = document.getElementById("filter");
      const time = (set) => {
        const start = performance.now();
        set();
        form.dispatchEvent(new Event("input", { bubbles: true }));
        return performance.now() - start;
      };
      time(() => { form.elements.text.value = "first"; });
      return ["s", "ssh", "sshd root", "audit", ""].map((text) => time(() => { form.elements.text.value = text; }))
        .concat(["fail", "pass", ""].map((result) => time(() => { form.elements.result.value = result; })));
    });
    const median = times.sort((a, b) => a - b)[times.length / 2];
    assert.ok(median < 50, `${times} ms`);
  }));
});

describe("the page", () => {
  it("can be used with the keyboard alone", () => on("ours", {}, async (page) => {
    const focused = (what) => page.evaluate(`(() => { const it = document.activeElement; return ${what}; })()`);
    await page.keyboard.press("Tab");
    assert.equal(await focused("it.textContent"), "Skip to the rules");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await focused("it.name"), "text");
    assert.notEqual(await focused("getComputedStyle(it).outlineStyle"), "none");
    await page.keyboard.type("cramfs driver");
    for (let i = 0; i < 10 && await focused("it.tagName") !== "SUMMARY"; ++i) await page.keyboard.press("Tab");
    assert.notEqual(await focused("getComputedStyle(it).outlineStyle"), "none");
    const isOpen = await focused("it.parentElement.open");
    await page.keyboard.press("Enter");
    assert.equal(await focused("it.parentElement.open"), !isOpen);
  }));

  it("has landmarks, and headings that skip no level", () => on("ours", {}, async (page) => {
    for (const role of ["banner", "main", "contentinfo", "search"]) assert.equal(await page.getByRole(role).count(), 1, role);
    const levels = await page.evaluate(() => Array.from(document.querySelectorAll("h1, h2, h3, h4"), (one) => Number(one.tagName[1])));
    levels.reduce((before, level) => { assert.ok(level <= before + 1); return level; }, 0);
  }));

  it("has the worst of what fails first", () => on("ours", {}, async (page) => {
    const severities = await page.locator('details.rule[data-result="fail"]').evaluateAll((rules) => rules.map((rule) => rule.dataset.severity));
    const order = ["high", "medium", "low"];
    assert.deepEqual(severities, [...severities].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    assert.equal(severities[0], "high");
  }));

  it("changes its theme where nothing can be stored", () => on("ours", { colorScheme: "dark" }, async (page) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await page.evaluate(() => Object.defineProperty(window, "localStorage", { get() { throw new Error("denied"); } }));
    await page.getByRole("button", { name: "Light theme" }).click();
    assert.notEqual(await background(), dark);
    await page.getByRole("button", { name: "Dark theme" }).click();
    assert.equal(await background(), dark);
  }));

  it("prints the failing rules unfolded, the others as a list, and no filter", () => on("ours", { colorScheme: "dark" }, async (page) => {
    await page.getByRole("button", { name: "Fold all", exact: true }).click();
    const pdf = `${place}/ours.pdf`;
    await page.pdf({ path: pdf, format: "A4" });
    const text = spawnSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 26 }).stdout;
    assert.match(text, /no install line for cramfs/);
    assert.match(text, /2\.3\.1 The NIS client is not installed/);
    assert.doesNotMatch(text, /Show all|Skip to the rules|Light theme/);
    assert.equal(await page.locator("details.rule[open]").count(), 0);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  }));

  it("is complete without JavaScript", () => on("ours", { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.getByRole("search").count(), 0);
    assert.equal(await page.getByRole("button").count(), 0);
    assert.equal(await page.locator("details.rule:not([open])[data-result=fail]").count(), 0);
    assert.ok(await shownRules(page) > 200);
  }));

  it("shows waivers, the baseline, answers, what was not judged, and frameworks", () => on("ours", {}, async (page) => {
    const section = (id) => page.locator(`section:has(> #${id})`);
    assert.match(await section("waivers").textContent(), /reached by the console.*platform team.*2999-12-31/s);
    assert.match(await section("waivers").textContent(), /Score: .* with every rule counted, .* with waived rules left out/);
    assert.match(await section("baseline").textContent(), /Worse than in the baseline \(1\).*Better than in the baseline \(2\)/s);
    assert.match(await section("answers").textContent(), /notchecked became .*release manager.*only our mirror is listed/s);
    assert.match(await section("not-judged").textContent(), /a person has to decide/);
    const names = await page.locator("details.framework > summary .title").allTextContents();
    for (const name of ["NIST Cybersecurity Framework", "ISO/IEC 27001", "SOC 2", "GDPR", "NIST SP 800-53", "CIS Controls"])
      assert.ok(names.some((one) => one.includes(name)), `${name} in ${names}`);
  }));
});

describe("hostile text", () => {
  it("stays text", () => on("hostile", {}, async (page) => {
    await page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });
    assert.equal(await page.evaluate(() => window.owned), undefined);
    assert.equal(await page.locator("img, iframe, object, embed, link, base, meta[http-equiv=refresh], [style], [onclick], [onerror], [onfocus]").count(), 0);
    assert.equal(await page.locator("script").count(), 1);
    assert.equal(await page.locator("style").count(), 1);
    assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
    assert.equal(await page.evaluate(() => document.querySelectorAll("[id]").length === new Set(Array.from(document.querySelectorAll("[id]"), (one) => one.id)).size), true);
    assert.match(await page.locator("h1").textContent(), /<\/title><\/style>/);
  }));

  it("has no mark that turns the direction of what was found", () => on("hostile", {}, async (page) => {
    assert.match(await page.locator("main").textContent(), /\\xE2\\x80\\xAEgnp\.owned/);
    assert.doesNotMatch(await page.locator("dl.evidence").first().textContent(), /[\u202A-\u202E\u2066-\u2069]/);
  }));

  it("is cut off nowhere", () => on("hostile", { viewport: kPhone }, async (page) => {
    await page.evaluate(() => {
      document.styleSheets[0].insertRule("details.rule { content-visibility: visible !important; }", document.styleSheets[0].cssRules.length);
      for (const part of document.querySelectorAll("details")) part.open = true;
    });
    const parts = page.locator(".text, .evidence, .standing, .facts");
    assert.equal(await parts.evaluateAll((all) => all.filter((part) => part.scrollWidth > part.clientWidth).length), 0);
  }));

  it("does not reach out of its rule", () => on("hostile", {}, async (page) => {
    assert.equal(await page.evaluate(() => Array.from(document.querySelectorAll("details.rule")).every((rule) => rule.parentElement.matches("section.group"))), true);
    assert.equal(await page.evaluate(() => document.querySelector("footer").parentElement === document.body), true);
  }));
});
