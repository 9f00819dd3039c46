// Shades the faults behind a chart of uPlot and numbers them: { from, to, label }, `to` null while one is active. Those that overlap in
// time stand below one another, each in a lane. `colour` gives that of a variable of the page.
"use strict";
const shadeFaults = (() => {
  const mostLanes = 6; // as LanesOf in drawing.h

  const lanesOf = (faults) => {
    const places = faults.map(() => ({ lane: 0, lanes: 1 }));
    let group = [];
    let ends = []; // of the last fault in each lane of the group
    const close = () => {
      for (const i of group) places[i].lanes = ends.length;
      group = [];
      ends = [];
    };
    const order = faults.map((fault, i) => i).sort((a, b) => faults[a].from - faults[b].from);
    for (const i of order) {
      const { from, to } = faults[i];
      if (ends.every((end) => end <= from)) close();
      const free = ends.findIndex((end) => end <= from);
      const lane = free >= 0 ? free : ends.length < mostLanes ? ends.length : ends.indexOf(Math.min(...ends));
      ends[lane] = Math.max(ends[lane] ?? from, to === null ? Infinity : to);
      places[i].lane = lane;
      group.push(i);
    }
    close();
    return places;
  };

  return (u, faults, end, colour) => {
    const { ctx, bbox } = u;
    const unit = devicePixelRatio;
    const places = lanesOf(faults);
    ctx.save();
    ctx.font = 11 * unit + "px system-ui, sans-serif";
    ctx.textBaseline = "top";
    ctx.textAlign = "left";
    ctx.setLineDash([]);
    faults.forEach((fault, i) => {
      const from = Math.max(u.valToPos(fault.from, "x", true), bbox.left);
      const to = Math.min(u.valToPos(fault.to === null ? end : fault.to, "x", true), bbox.left + bbox.width);
      if (to < bbox.left || from > bbox.left + bbox.width) return;
      const { lane, lanes } = places[i];
      const width = Math.max(to - from, 2 * unit);
      const height = bbox.height / lanes;
      const top = bbox.top + height * lane;
      ctx.fillStyle = colour("--band");
      ctx.globalAlpha = 0.18;
      ctx.fillRect(from, top, width, height);
      ctx.globalAlpha = 1;
      ctx.strokeStyle = colour("--band");
      ctx.strokeRect(from, top, width, height);
      if (faults.length > 24) return;
      ctx.fillStyle = colour("--text");
      ctx.fillText(fault.label, from + 4 * unit, top + (3 + (lanes > 1 ? 0 : 13 * (i % 3))) * unit);
    });
    ctx.restore();
  };
})();
