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

  const isSilent = (partition, moment) => partition.silences.some(([from, to]) => from <= moment && (to === null || moment < to));
  // Of the partition as a whole; undefined also where nobody answered.
  const stanceOf = (partition, moment) => (isSilent(partition, moment) ? undefined : at(partition.stances, moment, partition.more_from));
  const wordsAt = (partition, moment) => (isSilent(partition, moment) ? "nobody answered" : words(stanceOf(partition, moment)));

  const words = (stance) => {
    if (!stance) return "not known";
    const [, leader, epoch, isr] = stance;
    return (leader < 0 ? "no leader" : "leader " + leader) + ", in sync " + (isr.join(", ") || "nobody") + " (epoch " + epoch + ")";
  };

  // What was so within a stretch of time: its first stance and each that followed.
  const wordsOf = (partition, from, to) => {
    const more = partition.stances.filter((stance) => stance[0] > from && stance[0] < to);
    return [wordsAt(partition, from), ...more.slice(0, 3).map(words)].join("; then ");
  };

  // Without a stance where nobody answered.
  const stretchesOf = (partition, end) =>
    partition.stances.flatMap((stance, i) => {
      const next = partition.stances[i + 1];
      const until = next ? next[0] : partition.more_from === null ? end : partition.more_from;
      const stretches = [];
      let from = stance[0];
      for (const [begin, to] of partition.silences) {
        const silent = { from: Math.max(begin, from), until: Math.min(to === null ? end : to, until) };
        if (silent.from >= silent.until) continue;
        stretches.push({ stance, from, until: silent.from }, silent);
        from = silent.until;
      }
      return [...stretches, { stance, from, until }].filter((stretch) => stretch.from < stretch.until);
    });

  const drawStretch = (u, partition, stretch, top, height, colour) => {
    const { ctx, bbox } = u;
    const unit = devicePixelRatio;
    const from = Math.max(u.valToPos(stretch.from, "x", true), bbox.left);
    const to = Math.min(u.valToPos(stretch.until, "x", true), bbox.left + bbox.width);
    if (to < bbox.left || from > bbox.left + bbox.width) return;
    const width = Math.max(to - from, unit);
    const write = (texts, y) => {
      const text = texts.find((one) => ctx.measureText(one).width + 6 * unit < width);
      if (text) ctx.fillText(text, from + 3 * unit, y);
    };
    const bar = height * 0.42;
    if (!stretch.stance) {
      ctx.strokeStyle = colour("--quiet");
      ctx.setLineDash([4 * unit, 3 * unit]);
      ctx.strokeRect(from, top, width, bar);
      ctx.setLineDash([]);
      ctx.fillStyle = colour("--text");
      write(["nobody answered", "?"], top + 2 * unit);
      return;
    }
    const [, leader, , isr] = stretch.stance;
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
      for (const stretch of stretchesOf(partition, end)) drawStretch(u, partition, stretch, top + name, row - name - 4 * unit, colour);
    });
    ctx.restore();
  };

  return { at, stanceOf, words, wordsAt, wordsOf, draw };
})();
