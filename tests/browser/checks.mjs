// What holds for every page, whatever it is of. Each check opens the page as it needs it and gives sentences: what is wrong.
import { axeSource, open, screens } from "./browser.mjs";

const openLimitMs = 3000;
const leastPdfBytes = 5000;

async function withPage(browser, file, look, work) {
  const opened = await open(browser, file, look);
  try {
    return [...((await work(opened)) ?? []), ...opened.misdeeds];
  } finally {
    await opened.close();
  }
}

const pagesOf = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;

const below = (box, screen) => !box || box.height === 0 || box.y < 0 || box.y + box.height > screen.height + 0.5;

// What a reader must see without scrolling.
async function unseen(page, spec, screen) {
  const wrong = [];
  for (const [what, selector] of Object.entries(spec.firstScreen ?? {})) {
    const box = await page.locator(selector).first().boundingBox({ timeout: 1000 }).catch(() => null);
    if (below(box, screens[screen])) wrong.push(`${what} (${selector}) is not on the first screen of ${screen}: ${JSON.stringify(box)}`);
  }
  return wrong;
}

export const checks = {
  // Opens in time, makes no error and no request, and shows what it is about.
  opens: (browser, file, spec) =>
    withPage(browser, file, {}, async ({ page, opened_ms }) => {
      const wrong = await unseen(page, spec, "desk");
      if (opened_ms > openLimitMs) wrong.push(`opened in ${Math.round(opened_ms)} ms`);
      if ((await page.locator("h1").count()) !== 1) wrong.push("has not one h1");
      if (!(await page.title())) wrong.push("has no title");
      return wrong;
    }),

  phone: (browser, file, spec) =>
    withPage(browser, file, { screen: "phone" }, async ({ page }) => {
      const wrong = await unseen(page, { firstScreen: spec.firstPhoneScreen }, "phone");
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > screens.phone.width) wrong.push(`is ${width} px wide on a phone of ${screens.phone.width} px`);
      return wrong;
    }),

  // Each canvas has pixels of more than one colour.
  charts: (browser, file, spec) =>
    withPage(browser, file, {}, async ({ page }) => {
      const colours = await page.evaluate(() =>
        [...document.querySelectorAll("canvas")].map((canvas) => {
          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          return new Set(new Uint32Array(pixels.buffer)).size;
        }),
      );
      const wrong = colours.flatMap((count, i) => (count < 3 ? [`chart ${i + 1} is empty`] : []));
      if (colours.length < (spec.charts ?? 0)) wrong.push(`has ${colours.length} charts, not ${spec.charts}`);
      return wrong;
    }),

  // Each choice of each filter leaves rows, "all" leaves all of them, and a word that nothing has leaves none.
  filters: (browser, file, spec) =>
    withPage(browser, file, {}, async ({ page }) => {
      if (!spec.filter) return [];
      const { form, rows } = spec.filter;
      const shown = () => page.locator(`${rows}:visible`).count();
      const all = await shown();
      if (all === 0) return [`no row of ${rows} is shown`];
      const wrong = [];
      let narrowed = 0;
      for (const select of await page.locator(`${form} select:has(option[value=""])`).all()) {
        for (const value of await select.locator("option").evaluateAll((options) => options.map((o) => o.value).filter(Boolean))) {
          await select.selectOption(value);
          const left = await shown();
          if (left === 0) wrong.push(`no row has "${value}", which a filter offers`);
          if (left < all) narrowed += 1;
        }
        await select.selectOption("");
      }
      if (spec.filter.narrows && narrowed === 0) wrong.push("no filter hides a row");
      for (const search of await page.locator(`${form} input[type=search]`).all()) {
        await search.fill("no row has this word");
        if ((await shown()) !== 0) wrong.push("a word that no row has leaves rows");
        await search.fill("");
      }
      if ((await shown()) !== all) wrong.push("rows stay hidden after the filters are emptied");
      return wrong;
    }),

  // Nothing is folded on paper. A certificate is one sheet of it, and an annex behind it.
  prints: (browser, file, spec) =>
    withPage(browser, file, {}, async ({ page }) => {
      const pdf = await page.pdf({ format: "A4" });
      const whole = pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > leastPdfBytes;
      const wrong = whole ? [] : [`prints a PDF of ${pdf.length} bytes`];
      await page.emulateMedia({ media: "print" });
      const folded = await page.evaluate(
        () => [...document.querySelectorAll("details > :nth-child(2)")].filter((e) => e.getBoundingClientRect().height === 0).length,
      );
      if (folded > 0) wrong.push(`${folded} folded parts are not printed`);
      await page.emulateMedia({ media: null });
      if (!spec.sheet) return wrong;
      if (pagesOf(pdf) < 2) wrong.push("prints no annex behind its sheet");
      await page.evaluate((annex) => (document.querySelector(annex).style.display = "none"), spec.sheet.annex);
      for (const format of ["A4", "Letter"]) {
        const count = pagesOf(await page.pdf({ format }));
        if (count !== 1) wrong.push(`its sheet takes ${count} pages of ${format}`);
      }
      return wrong;
    }),

  // The same facts stand there, charts as drawings of the server.
  withoutScripts: (browser, file, spec) =>
    withPage(browser, file, { scripts: false }, async ({ page }) => {
      const wrong = await unseen(page, spec, "desk");
      const drawn = await page.locator("svg:visible").count();
      if (drawn < (spec.charts ?? 0)) wrong.push(`shows ${drawn} drawings without scripts, not ${spec.charts}`);
      if (await page.locator("canvas").count()) wrong.push("has a canvas without scripts");
      return wrong;
    }),

  accessible: async (browser, file) => {
    const wrong = [];
    for (const dark of [false, true]) {
      wrong.push(
        ...(await withPage(browser, file, { dark }, async ({ page }) => {
          await page.evaluate(axeSource);
          const { violations } = await page.evaluate(() => window.axe.run());
          return violations
            .filter((violation) => ["serious", "critical"].includes(violation.impact))
            .map((violation) => `${dark ? "dark" : "light"}: ${violation.id}: ${violation.nodes[0].html.slice(0, 200)}`);
        })),
      );
    }
    return wrong;
  },

  // Texts from outside made no element, no attribute that acts and no link that leads out.
  harmless: (browser, file, spec) =>
    withPage(browser, file, {}, async ({ page }) => {
      const found = await page.evaluate(() => ({
        elements: [...document.querySelectorAll("img, iframe, object, embed, audio, video, link, base, meta[http-equiv=refresh], svg script")].map((e) => e.outerHTML),
        scripts: document.scripts.length,
        handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name))).map((e) => e.outerHTML),
        links: [...document.links].map((link) => link.getAttribute("href")).filter((href) => /^(\w+:|\/\/)/.test(href)),
        text: document.body.textContent,
      }));
      const wrong = [...found.elements, ...found.handlers, ...found.links].map((what) => "made by a text: " + what.slice(0, 200));
      if (found.scripts > 1) wrong.push(`has ${found.scripts} scripts`);
      for (const text of spec.says ?? []) if (!found.text.includes(text)) wrong.push(`does not say ${JSON.stringify(text)}`);
      return wrong;
    }),
};
