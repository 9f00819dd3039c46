// Draws what live.jsonl says with uPlot while the run goes on, and keeps the tables above it up to date: the server renders them.
"use strict";
(() => {
  const root = document.documentElement;
  const holder = document.getElementById("charts");
  const now = document.getElementById("now");
  const trouble = document.getElementById("trouble");
  const charts = [
    { title: "Records a second", lines: [["sent_per_s", "sent", "--line0"], ["acked_per_s", "acked", "--line1"], ["read_per_s", "read", "--line2"], ["failed_per_s", "failed", "--bad"]] },
    { title: "Seconds since the last ack and the last read", lines: [["last_ack_age_s", "ack", "--line1"], ["last_read_age_s", "read", "--line2"]] },
    { title: "Partitions", lines: [["under_replicated", "with a follower out of sync", "--line1"], ["leaderless", "without a leader", "--bad"]] },
  ];
  const dashes = [[3, 3], [], [8, 4], [2, 2]];
  const samples = [];
  const faults = [];
  let expected = 1;
  let bytes = 0;
  let plots = [];

  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const number = (value) => (typeof value === "number" ? value : null);
  const text = (value) => (value === null || value === undefined ? "–" : value.toLocaleString("en"));
  const end = () => (samples.length ? samples[samples.length - 1].at_s : 0);

  const take = (event) => {
    if (typeof event !== "object" || event === null || typeof event.at_s !== "number") return;
    if (typeof event.expected_s === "number") expected = Math.max(1, event.expected_s);
    if (event.event === "sample") samples.push(event);
    if (event.event === "fault_began") faults.push({ step: event.step, label: faults.length + 1 + " " + String(event.fault).slice(0, 30), from: event.at_s, to: null });
    if (event.event === "fault_ended") {
      const ended = faults.find((fault) => fault.step === event.step && fault.to === null);
      if (ended) ended.to = event.at_s;
    }
  };

  const valuesOf = (chart) => [samples.map((sample) => sample.at_s), ...chart.lines.map(([key]) => samples.map((sample) => number(sample[key])))];

  const draw = (chart) => {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.textContent = chart.title;
    figure.append(caption);
    holder.append(figure);
    const axis = (more) => ({ stroke: colour("--text"), grid: { stroke: colour("--edge"), width: 0.5 }, ticks: { stroke: colour("--edge") }, ...more });
    const options = {
      width: figure.clientWidth,
      height: innerWidth < 760 ? 160 : 190,
      cursor: { sync: { key: "live" }, drag: { x: false, y: false } },
      scales: { x: { time: false, range: () => [0, Math.max(expected, end())] }, y: { range: (u, low, high) => [0, Math.max(1, high * 1.05)] } },
      axes: [axis({ values: (u, ticks) => ticks.map((tick) => tick + " s") }), axis({ size: 64, values: (u, ticks) => ticks.map(text) })],
      series: [{ label: "second of the run", value: (u, v) => text(v) }, ...chart.lines.map(([, label, name], i) => ({ label, stroke: colour(name), width: 1.5, dash: dashes[i], points: { show: false }, value: (u, v) => text(v) }))],
      hooks: { drawClear: [(u) => shadeFaults(u, faults, end(), colour)] },
    };
    plots.push({ plot: new uPlot(options, valuesOf(chart), figure), chart });
  };

  const drawAll = () => {
    for (const { plot } of plots) plot.destroy();
    plots = [];
    holder.replaceChildren();
    if (samples.length) charts.forEach(draw);
  };

  const show = () => {
    if (plots.length === 0) drawAll();
    for (const { plot, chart } of plots) plot.setData(valuesOf(chart));
  };

  const ask = async (what) => {
    const answer = await fetch(what, { cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (!answer.ok) throw new Error(what + ": " + answer.status);
    return answer;
  };

  // The server gives whole lines, a part of a long file at a time.
  const readLines = async () => {
    for (let part = null; part === null || part.byteLength > 0; ) {
      part = await (await ask("live.jsonl?after=" + bytes)).arrayBuffer();
      bytes += part.byteLength;
      for (const line of new TextDecoder().decode(part).split("\n")) {
        try {
          if (line !== "") take(JSON.parse(line));
        } catch {
          // The page above counts what is unreadable.
        }
      }
    }
    show();
  };

  const readNow = async () => {
    const html = await (await ask("now")).text();
    const chosen = getSelection();
    if (!(chosen && !chosen.isCollapsed && now.contains(chosen.anchorNode))) now.innerHTML = html;
    return html.includes('data-over="true"');
  };

  const step = async () => {
    let over = false;
    try {
      over = await readNow();
      await readLines();
      trouble.textContent = "";
    } catch (error) {
      trouble.textContent = "· kproof serve does not answer (" + error.message + "); what follows is old";
    }
    if (!over) setTimeout(step, 1000);
  };

  root.classList.add("js");
  let width = holder.clientWidth;
  new ResizeObserver(() => {
    if (holder.clientWidth === width) return;
    width = holder.clientWidth;
    for (const { plot } of plots) plot.setSize({ width, height: plot.height });
  }).observe(holder);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  step();
})();
