// usage: node check_pages.mjs FOLDER [PAGE]…: every check on every page of pages.mjs, or on those named. A line for each check that
// fails, and as last line how many did. Pages of `kproof serve` are those of KPROOF_SERVED, its address.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { checks } from "./checks.mjs";
import { pages } from "./pages.mjs";

// Of the bad page: an error or request of its own is found by every check, so each must say something else too.
const misses = (found) => (found.some((what) => !/^(console|request|is not there)/.test(what)) ? [] : ["found nothing"]);

const [folder, ...only] = process.argv.slice(2);
const browser = await launch();
let passed = 0;
let failed = 0;
const served = process.env.KPROOF_SERVED; // the address of `kproof serve`; without it its pages are left out
for (const spec of pages) {
  const name_of_page = spec.file ?? `serve /${spec.served}`;
  if ((only.length && !only.includes(name_of_page)) || (!spec.file && !served)) continue;
  const file = spec.file ? join(folder, spec.file) : served + spec.served;
  for (const [name, check] of Object.entries(checks)) {
    const found = !spec.file || existsSync(file) ? await check(browser, file, spec).catch((error) => [String(error.message)]) : ["is not there"];
    const wrong = spec.bad ? misses(found) : found;
    if (wrong.length === 0) {
      passed += 1;
      continue;
    }
    failed += 1;
    for (const what of wrong) console.log(`${name_of_page} ${name}: ${what}`);
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
