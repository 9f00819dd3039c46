// usage: node screenshots.mjs PAGES OUT: the first screen of each page that has a `shot`, light and on a phone in the dark, as
// OUT/NAME.png and OUT/NAME-phone.png.
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { launch, open } from "./browser.mjs";
import { pages } from "./pages.mjs";

const mostBytes = 150_000;
const [folder, out] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const browser = await launch();
for (const { file, shot } of pages.filter((page) => page.shot)) {
  for (const [name, look] of [[shot, {}], [shot + "-phone", { screen: "phone", dark: true }]]) {
    const { page, close } = await open(browser, join(folder, file), look);
    const path = join(out, name + ".png");
    await page.screenshot({ path });
    await close();
    execFileSync("pngquant", ["--force", "--ext", ".png", "--nofs", "128", path]);
    const { size } = statSync(path);
    if (size > mostBytes) throw new Error(`${path} has ${size} bytes, more than ${mostBytes}`);
    console.log(`${path}: ${size} bytes`);
  }
}
await browser.close();
