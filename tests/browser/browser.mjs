// Chromium of this machine, driven by playwright-core from the folder KPROOF_BROWSER_MODULES (where npm put it: see browser_test).
// What a page does that it must not do (errors, requests) is noted from its first byte on.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const modules = createRequire(process.env.KPROOF_BROWSER_MODULES + "/");
const { chromium } = modules("playwright-core");
export const axeSource = modules("axe-core").source;

export const screens = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

// Without a sandbox of its own: as root Chromium refuses to start with one, and the pages are ours.
export const launch = () => chromium.launch({ executablePath: process.env.KPROOF_CHROMIUM, args: ["--no-sandbox"] });

// Opens a page from its address, or from the file, in a context of its own. `look`: { screen, dark, scripts }.
export async function open(browser, where, look = {}) {
  const context = await browser.newContext({
    viewport: screens[look.screen ?? "desk"],
    colorScheme: look.dark ? "dark" : "light",
    javaScriptEnabled: look.scripts ?? true,
    locale: "en",
  });
  const page = await context.newPage();
  const address = where.startsWith("http://127.0.0.1:") ? where : pathToFileURL(where).href;
  const misdeeds = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && misdeeds.push("console: " + message.text()));
  page.on("pageerror", (error) => misdeeds.push("error: " + error.message));
  page.on("dialog", (dialog) => (misdeeds.push("dialog: " + dialog.message()), dialog.dismiss()));
  page.on("popup", () => misdeeds.push("a window opened"));
  page.on("request", (request) => {
    const url = request.url();
    const own = url === address || (address.startsWith("http") && url.startsWith(new URL(address).origin + "/"));
    if (!own && !url.startsWith("data:")) misdeeds.push("request: " + url);
  });
  const began = performance.now();
  await page.goto(address, { waitUntil: "load" });
  return { page, misdeeds, opened_ms: performance.now() - began, close: () => context.close() };
}
