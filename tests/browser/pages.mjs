// The pages that are looked at, a row each: a file, or what `kproof serve` serves. A new kind of page is a row here and a line in browser_test or write_pages.cpp that
// makes its file. firstScreen: what stands there without scrolling (name → selector); charts: how many are drawn at least;
// filter: its form and the rows that it hides; sheet: it prints as one page and an annex; says: texts that must stand there as text; shot: its name in docs/images; bad: every
// check must find something.
const ofRun = {
  verdict: "h1",
  reason: ".reason",
  "what was done": ".done li >> nth=0",
  "at stake": "section.first h2:has-text('At stake') + p",
  command: "pre.command",
};
const ofRunOnPhone = { verdict: "h1", reason: ".reason" };
const anomalies = { form: "#filters", rows: "#ranges tbody tr" };

export const pages = [
  { file: "run.html", firstScreen: ofRun, firstPhoneScreen: ofRunOnPhone, charts: 2, filter: anomalies, shot: "run" },
  {
    file: "matrix.html",
    firstScreen: { verdict: "h1", reason: ".reason", "cells by verdict": "section.first table", "to look at": "section.first h2:has-text('To look at')" },
    firstPhoneScreen: ofRunOnPhone,
    filter: { form: "#pivot", rows: "#list tbody tr", narrows: true },
    shot: "matrix",
  },
  {
    file: "comparison.html",
    firstScreen: { verdict: "h1", reason: ".reason", differences: "section.first h2 >> nth=0", sides: "table.sides" },
    firstPhoneScreen: ofRunOnPhone,
    shot: "comparison",
  },
  {
    file: "certificate.html",
    firstScreen: { verdict: "h1", reason: ".reason", fingerprint: "code.fingerprint >> nth=0" },
    firstPhoneScreen: ofRunOnPhone,
    sheet: { annex: "article.annex" },
    shot: "certificate",
  },
  { file: "history.html", firstScreen: { verdict: "h1", reason: ".reason", command: "pre.command" }, firstPhoneScreen: ofRunOnPhone, filter: anomalies },
  { file: "large.html", firstScreen: ofRun, firstPhoneScreen: ofRunOnPhone, charts: 2, filter: { ...anomalies, narrows: true } },
  { file: "empty.html", firstScreen: { verdict: "h1" }, firstPhoneScreen: { verdict: "h1" }, says: ["Nothing was broken", "No anomaly was found"] },
  { file: "hostile-markup.html", filter: anomalies, says: ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"] },
  { file: "hostile-order.html", filter: anomalies, says: ["\\u202egnp.exe", "\\x1b[2J"] },
  { file: "hostile-long.html", filter: anomalies, says: ["(10,000 characters in all)"] },
  { served: "", firstScreen: { heading: "h1", run: "a[href^='run/']" }, firstPhoneScreen: { heading: "h1" }, says: ["leader-kill-acks1"] },
  { served: "latest", firstScreen: ofRun, firstPhoneScreen: ofRunOnPhone, charts: 2, filter: anomalies },
  { served: `run/${process.env.KPROOF_SERVED_RUN}/live`, firstScreen: { verdict: "h1" }, firstPhoneScreen: { verdict: "h1" }, says: ["PASS"] },
  { served: `run/${process.env.KPROOF_SERVED_RUN}/files/`, firstScreen: { heading: "h1" }, firstPhoneScreen: { heading: "h1" }, says: ["audit.db"] },
  { file: "bad.html", firstScreen: ofRun, charts: 1, filter: anomalies, says: ["what it does not say"], bad: true },
];
