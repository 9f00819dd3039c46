// Who led each partition and who was in sync with it: as bands on a chart's canvas, and in words.
"use strict";
const leaders = (() => {
  const looks = 4;

  // The stance in force at this moment; undefined before the first and where none is kept.
  const at = (stances, moment, moreFrom) => {
    if (moreFrom !== null && moreFrom !== undefined && moment >= moreFrom) return undefined;
    let found;
    for (const stance of stances) {
      if (stance[0] > moment) break;
      found = stance;
    }
    return found;
  };

  const words = (stance) => {
    if (!stance) return "not known";
    const [, leader, epoch, isr] = stance;
    return (leader < 0 ? "no leader" : "leader " + leader) + ", in sync " + (isr.join(", ") || "nobody") + " (epoch " + epoch + ")";
  };

  // What was so within a stretch of time: its first stance and each that followed.
  const wordsOf = (partition, from, to) => {
    const more = partition.stances.filter((stance) => stance[0] > from && stance[0] < to);
    return [at(partition.stances, from, partition.more_from), ...more.slice(0, 3)].map(words).join("; then ");
  };

  const drawStretch = (u, partition, stance, until, top, height, colour) => {
    const { ctx, bbox } = u;
    const unit = devicePixelRatio;
    const from = Math.max(u.valToPos(stance[0], "x", true), bbox.left);
    const to = Math.min(u.valToPos(until, "x", true), bbox.left + bbox.width);
    if (to < bbox.left || from > bbox.left + bbox.width) return;
    const width = Math.max(to - from, unit);
    const [, leader, , isr] = stance;
    const write = (texts, y) => {
      const text = texts.find((one) => ctx.measureText(one).width + 6 * unit < width);
      if (text) ctx.fillText(text, from + 3 * unit, y);
    };
    const bar = height * 0.42;
    const look = leader < 0 ? "none" : Math.max(partition.replicas.indexOf(leader), 0) % looks;
    ctx.globalAlpha = leader < 0 ? 0.12 : 0.34;
    ctx.fillStyle = colour(leader < 0 ? "--bad" : "--lead" + look);
    ctx.fillRect(from, top, width, bar);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colour("--edge");
    ctx.strokeRect(from, top, width, bar);
    ctx.fillStyle = colour("--text");
    write(leader < 0 ? ["none"] : ["leader " + leader, "" + leader], top + 2 * unit);
    const all = Math.max(partition.replicas.length, isr.length, 1);
    const size = (bar * isr.length) / all;
    ctx.globalAlpha = 0.34;
    ctx.fillStyle = colour(isr.length < all ? "--band" : "--quiet");
    ctx.fillRect(from, top + bar + 2 * unit + bar - size, width, size);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour("--text");
    write([isr.length + " of " + all + " in sync", isr.length + "/" + all], top + bar + 4 * unit);
  };

  // One row a partition, from the top of the chart down, its name above its bands.
  const draw = (u, partitions, colour, end) => {
    const { ctx, bbox } = u;
    const unit = devicePixelRatio;
    const row = bbox.height / partitions.length;
    const name = 13 * unit;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.font = 11 * unit + "px system-ui, sans-serif";
    ctx.textBaseline = "top";
    ctx.textAlign = "left";
    partitions.forEach((partition, i) => {
      const top = bbox.top + i * row;
      ctx.fillStyle = colour("--text");
      ctx.fillText(partition.name, bbox.left + 2 * unit, top + unit);
      partition.stances.forEach((stance, j) => {
        const next = partition.stances[j + 1];
        const until = next ? next[0] : partition.more_from === null ? end : partition.more_from;
        drawStretch(u, partition, stance, until, top + name, row - name - 4 * unit, colour);
      });
    });
    ctx.restore();
  };

  return { at, words, wordsOf, draw };
})();
