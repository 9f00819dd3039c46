// Shades the faults behind a chart of uPlot and numbers them: { from, to, label }, `to` null while one is active. `colour` gives that
// of a variable of the page.
"use strict";
const shadeFaults = (u, faults, end, colour) => {
  const { ctx, bbox } = u;
  const unit = devicePixelRatio;
  ctx.save();
  ctx.font = 11 * unit + "px system-ui, sans-serif";
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  ctx.setLineDash([]);
  faults.forEach((fault, i) => {
    const from = Math.max(u.valToPos(fault.from, "x", true), bbox.left);
    const to = Math.min(u.valToPos(fault.to === null ? end : fault.to, "x", true), bbox.left + bbox.width);
    if (to < bbox.left || from > bbox.left + bbox.width) return;
    const width = Math.max(to - from, 2 * unit);
    ctx.fillStyle = colour("--band");
    ctx.globalAlpha = 0.18;
    ctx.fillRect(from, bbox.top, width, bbox.height);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colour("--band");
    ctx.strokeRect(from, bbox.top, width, bbox.height);
    if (faults.length > 24) return;
    ctx.fillStyle = colour("--text");
    ctx.fillText(fault.label, from + 4 * unit, bbox.top + (3 + 13 * (i % 3)) * unit);
  });
  ctx.restore();
};
