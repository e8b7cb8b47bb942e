// Debian's Chromium, with nothing of its own to fetch, and a page that tells what it asked for and complained about.
import { chromium } from "playwright-core";

const kOptions = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync"];

export const start = () => chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: kOptions });

export const kWide = { width: 1280, height: 900 };
export const kPhone = { width: 360, height: 740 };

// Opens a file in a profile of its own. `complaints` gathers console messages, errors, dialogs and requests for anything but the file.
export async function open(browser, path, { colorScheme = "light", viewport = kWide, javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({ colorScheme, viewport, javaScriptEnabled });
  const page = await context.newPage();
  const url = new URL(`file://${path}`).href;
  page.complaints = [];
  page.on("console", (message) => page.complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { page.complaints.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url) page.complaints.push(`request: ${request.url()}`); });
  await page.goto(url);
  page.done = () => context.close();
  return page;
}
