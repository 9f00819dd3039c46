// Turns the axes of the heat map, and filters cells and runs by value and verdict. Without it the page shows the same facts.
"use strict";
(() => {
  const heat = document.getElementById("heat");
  const form = document.getElementById("pivot");
  if (!heat || !form) return;
  const axes = JSON.parse(heat.dataset.axes);
  const cells = new Map([...heat.querySelectorAll("td[data-at]")].map((cell) => [cell.dataset.at, cell]));
  const others = [...document.querySelectorAll("#cells tbody tr, #list tbody tr")];
  const shown = document.getElementById("shown");

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const choice = (options, chosen) => {
    const select = element("select");
    for (const [value, text] of options) select.append(element("option", text, { value }));
    select.value = chosen;
    return select;
  };

  const controls = axes.map((axis) => {
    const side = choice([["down", "rows"], ["across", "columns"]], axis.across ? "across" : "down");
    const value = choice([["", "all"], ...axis.values.map((text, i) => [String(i), text])], "");
    side.setAttribute("aria-label", axis.name + " in rows or columns");
    value.setAttribute("aria-label", "values of " + axis.name);
    const box = element("fieldset");
    box.append(element("legend", axis.name), side, value);
    form.append(box);
    return { side, value };
  });
  const verdicts = [...new Set([...cells.values(), ...others].map((one) => one.dataset.verdict))].sort();
  const verdict = choice([["", "all"], ...verdicts.map((name) => [name, name])], "");
  const box = element("fieldset");
  verdict.setAttribute("aria-label", "verdict");
  box.append(element("legend", "verdict"), verdict);
  form.append(box);

  const placeOf = (one) => one.dataset.at.split(",").map(Number);
  const fits = (one) =>
    (!verdict.value || one.dataset.verdict === verdict.value) &&
    placeOf(one).every((index, axis) => !controls[axis].value.value || Number(controls[axis].value.value) === index);

  // Every combination of these axes' values that some shown cell has, in the order of the values.
  const combinations = (chosen, places) => {
    const seen = new Map(places.map((place) => chosen.map((axis) => place[axis])).map((key) => [key.join(), key]));
    return [...seen.values()].sort((a, b) => a.map((x, i) => x - b[i]).find((d) => d) || 0);
  };
  const name = (axis, index) => axes[axis].values[index];
  // How many keys from `at` on share their first values with it; 0 where the one before does too.
  const span = (keys, at, level) => {
    const same = (other) => other && other.slice(0, level + 1).join() === keys[at].slice(0, level + 1).join();
    if (same(keys[at - 1])) return 0;
    let count = 1;
    while (same(keys[at + count])) count += 1;
    return count;
  };

  const draw = () => {
    const visible = [...cells.values()].filter(fits);
    const places = visible.map(placeOf);
    const sides = (side) => axes.map((_, i) => i).filter((i) => controls[i].side.value === side);
    const down = sides("down");
    const across = sides("across");
    const rows = combinations(down, places);
    const columns = combinations(across, places);
    const head = element("thead");
    across.forEach((axis, level) => {
      const line = element("tr");
      const last = level === across.length - 1;
      if (last && down.length) for (const i of down) line.append(element("th", axes[i].name, { scope: "col" }));
      else line.append(element("th", axes[axis].name, { scope: "row", colspan: Math.max(1, down.length) }));
      columns.forEach((key, i) => {
        const width = span(columns, i, level);
        if (width) line.append(element("th", (last ? axes[axis].name + ": " : "") + name(axis, key[level]), { scope: "col", colspan: width }));
      });
      head.append(line);
    });
    if (!across.length) {
      const line = element("tr");
      for (const i of down) line.append(element("th", axes[i].name, { scope: "col" }));
      line.append(element("th", "result", { scope: "col" }));
      head.append(line);
    }
    const body = element("tbody");
    rows.forEach((key, r) => {
      const line = element("tr");
      down.forEach((axis, level) => {
        const height = span(rows, r, level);
        if (height) line.append(element("th", name(axis, key[level]), { scope: "row", rowspan: height }));
      });
      if (!down.length) line.append(element("th", "result", { scope: "row" }));
      for (const column of columns) {
        const place = [];
        down.forEach((axis, i) => (place[axis] = key[i]));
        across.forEach((axis, i) => (place[axis] = column[i]));
        const cell = cells.get(place.join());
        line.append(cell && fits(cell) ? cell : element("td", "–", { class: "cell none" }));
      }
      body.append(line);
    });
    if (!visible.length) body.insertRow().append(element("td", "No cell fits the filters."));
    heat.replaceChildren(head, body);
    let runs = 0;
    for (const row of others) {
      row.hidden = !fits(row);
      if (!row.hidden && row.closest("#list")) runs += 1;
    }
    const all = others.filter((row) => row.closest("#list")).length;
    if (shown) shown.value = runs.toLocaleString("en") + " of " + all.toLocaleString("en") + " runs";
  };

  form.hidden = false;
  form.addEventListener("input", draw);
  form.addEventListener("submit", (event) => event.preventDefault());

  // A link to a cell that the filter has put away brings it back.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#cell"]');
    const row = link && document.getElementById(link.hash.slice(1));
    if (row) row.hidden = false;
  });
})();
