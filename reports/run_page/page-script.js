// Draws the charts with uPlot, links their cursors, and filters the table of anomalies. Without it the page shows the same facts.
"use strict";
const charts = (() => {
  const root = document.documentElement;
  const holder = document.getElementById("charts");
  const facts = holder && holder.dataset.json ? JSON.parse(holder.dataset.json) : null;
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const dashes = [[3, 3], [], [8, 4], [1, 3], [10, 3, 2, 3]];
  const end = facts ? facts.t[facts.t.length - 1] + 1 : 0;
  let plots = [];
  let moment = null; // that the reader has chosen, in seconds

  // The table row of one range, wherever the filter has put it.
  const goTo = (number) => {
    const row = document.getElementById("a" + number);
    if (!row) return;
    for (const chosen of document.querySelectorAll("tr.chosen")) chosen.classList.remove("chosen");
    row.hidden = false;
    row.classList.add("chosen");
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  };

  // A canvas keeps the state of whoever drew last.
  const bandsBehind = (u, phases) => {
    const { ctx, bbox } = u;
    const unit = devicePixelRatio;
    shadeFaults(u, facts.faults, end, colour);
    ctx.save();
    ctx.font = 11 * unit + "px system-ui, sans-serif";
    ctx.textBaseline = "top";
    ctx.setLineDash([]);
    if (moment !== null) {
      const x = u.valToPos(moment, "x", true);
      ctx.strokeStyle = colour("--text");
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      if (x >= bbox.left && x <= bbox.left + bbox.width) ctx.stroke();
    }
    ctx.setLineDash([2 * unit, 3 * unit]);
    ctx.strokeStyle = ctx.fillStyle = colour("--quiet");
    ctx.textAlign = "right";
    facts.phases.forEach((phase, i) => {
      const x = u.valToPos(phase.at, "x", true);
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      if (phases) ctx.fillText(phase.name, x - 3 * unit, bbox.top + bbox.height - (28 + 13 * (i % 2)) * unit);
    });
    ctx.restore();
  };

  const marksInFront = (u) => {
    const { ctx, bbox } = u;
    const unit = devicePixelRatio;
    const foot = bbox.top + bbox.height;
    ctx.save();
    ctx.strokeStyle = colour("--bad");
    ctx.lineWidth = 1.5 * unit;
    ctx.beginPath();
    for (const mark of facts.marks) {
      const x = u.valToPos(mark.at, "x", true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.moveTo(x, foot);
      ctx.lineTo(x, foot - 12 * unit);
    }
    ctx.stroke();
    ctx.restore();
  };

  const nearestMark = (u) => {
    if (!facts.marks.length || u.cursor.left < 0) return;
    const at = u.posToVal(u.cursor.left, "x");
    let best = facts.marks[0];
    for (const mark of facts.marks) if (Math.abs(mark.at - at) < Math.abs(best.at - at)) best = mark;
    const distance = Math.abs(u.valToPos(best.at, "x") - u.cursor.left);
    if (distance <= 12) goTo(best.row);
  };

  const number = (value) => (value === null || value === undefined ? "–" : value.toLocaleString("en"));

  const axis = (more) => ({ stroke: colour("--text"), grid: { stroke: colour("--edge"), width: 0.5 }, ticks: { stroke: colour("--edge") }, ...more });
  const add = (figure, height, y, yAxis, series, values, behind, front) => {
    const options = {
      width: figure.clientWidth,
      height,
      cursor: { sync: { key: "run" }, drag: { x: true, y: false } },
      scales: { x: { time: false, range: (u, low, high) => [Math.max(0, low), Math.max(high, low + 1)] }, y },
      axes: [axis({ values: (u, ticks) => ticks.map((t) => t + " s") }), axis({ size: 64, ...yAxis })],
      series: [{ label: "second of the run", value: (u, v) => number(v) }, ...series],
      hooks: { drawClear: [behind], draw: front },
    };
    const plot = new uPlot(options, [facts.t, ...values], figure);
    plot.over.addEventListener("click", () => nearestMark(plot));
    plots.push(plot);
  };

  const draw = (chart, figure) => {
    const values = chart.lines.map((line) => (chart.log ? line.values.map((v) => (v === null ? null : Math.max(v, 0.01))) : line.values));
    const highest = Math.max(1, ...values.map((line) => line.reduce((most, v) => Math.max(most, v === null ? 0 : v), 0)));
    const y = chart.log ? { distr: 3 } : { range: [0, highest * 1.05] };
    const yAxis = { values: (u, ticks) => ticks.map((t) => (t === null ? "" : t.toLocaleString("en"))) };
    const series = chart.lines.map((line, i) => ({ label: line.label + " (" + chart.unit + ")", stroke: colour("--line" + i), width: 1.5, dash: dashes[i], spanGaps: false, points: { show: false }, value: (u, v) => number(v) }));
    add(figure, innerWidth < 760 ? 170 : 210, y, yAxis, series, values, (u) => bandsBehind(u, true), [marksInFront]);
  };

  // What the legend says holds from one point to the next.
  const drawLeaders = (figure) => {
    const partitions = facts.leaders;
    const series = partitions.map((partition) => ({
      label: partition.name,
      stroke: "transparent",
      points: { show: false },
      value: (u, v, s, i) => (i === null || i === undefined ? "–" : leaders.wordsOf(partition, facts.t[i], i + 1 < facts.t.length ? facts.t[i + 1] : end)),
    }));
    const bands = (u) => leaders.draw(u, partitions, colour, end);
    add(figure, 84 + 46 * partitions.length, { range: [0, 1] }, { values: () => [], grid: { show: false }, ticks: { show: false } }, series, partitions.map(() => facts.t.map(() => 0)), (u) => bandsBehind(u, false), [bands, marksInFront]);
  };

  const figureOf = (id) => {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    const drawn = document.querySelector('.drawn [data-chart="' + id + '"]');
    caption.textContent = drawn ? drawn.textContent : id;
    figure.append(caption);
    holder.append(figure);
    return figure;
  };

  const drawAll = () => {
    for (const plot of plots) plot.destroy();
    plots = [];
    holder.replaceChildren();
    for (const chart of facts.charts) {
      if (chart.lines.some((line) => line.values.some((v) => v || (chart.log && v === 0)))) draw(chart, figureOf(chart.id));
    }
    if (facts.leaders.length) drawLeaders(figureOf("leaders"));
  };

  if (facts) {
    root.classList.add("js");
    drawAll();
    let width = holder.clientWidth;
    new ResizeObserver(() => {
      if (holder.clientWidth === width) return;
      width = holder.clientWidth;
      for (const plot of plots) plot.setSize({ width, height: plot.height });
    }).observe(holder);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  }

  const form = document.getElementById("filters");
  if (form) {
    const rows = [...document.querySelectorAll("#ranges tbody tr")];
    const shown = document.getElementById("shown");
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const filter = () => {
      const wanted = [...form.querySelectorAll("select")].filter((s) => s.value).map((s) => [s.dataset.column, s.value]);
      const text = form.querySelector("input").value.toLowerCase();
      let count = 0;
      rows.forEach((row, i) => {
        const matches = wanted.every(([column, value]) => (column === "origin" ? row.dataset.origin : row.cells[column].textContent) === value) && texts[i].includes(text);
        row.hidden = !matches;
        if (matches) count += 1;
      });
      shown.value = count.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " rows";
    };
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  // The moment that all charts point at.
  const show = (seconds) => {
    moment = seconds;
    for (const plot of plots) plot.redraw(false);
  };
  return { facts, show };
})();
