// The cluster at a chosen moment: a slider over what happened, and what each node did and said then.
"use strict";
(() => {
  const panel = document.getElementById("moment");
  const rows = [...document.querySelectorAll("#moments tbody tr")];
  if (!panel || !rows.length) return;
  const cluster = JSON.parse(panel.dataset.json);
  const partitions = charts.facts ? charts.facts.leaders : [];
  const slider = document.getElementById("moment-at");
  const choice = document.getElementById("moment-partition");
  const element = (id) => document.getElementById(id);

  const cells = (texts) => {
    const row = document.createElement("tr");
    texts.forEach((text, i) => {
      const cell = document.createElement(i ? "td" : "th");
      if (!i) cell.scope = "row";
      cell.textContent = text;
      row.append(cell);
    });
    return row;
  };

  const faultsOf = (node, moment) => node.faults.filter((fault) => fault.from <= moment && (fault.to === null || moment < fault.to));

  // Told and counting differ where a node does not know yet, or was cut off.
  const roleOf = (node, partition, stance) => {
    if (!partition || !stance || !node.broker || !partition.replicas.includes(node.id)) return "–";
    const inSync = stance[3].includes(node.id) ? "in sync" : "NOT in sync";
    return stance[1] === node.id ? "leads, " + inSync : inSync;
  };

  const saidBy = (node, told, stance, moment) => {
    const said = told ? leaders.at(told.told[node.id] || [], moment) : undefined;
    if (!said) return "–";
    const older = stance && said[2] < stance[2];
    const leads = said[1] === node.id;
    return leaders.words(said) + (!older ? "" : leads ? ": believes that it leads still" : ": knows an older epoch");
  };

  const show = (index) => {
    const { at, open } = cluster.moments[index];
    const partition = partitions[choice.value];
    const told = partition ? cluster.told[choice.value] : undefined;
    const stance = partition ? leaders.stanceOf(partition, at) : undefined;
    element("moment-text").value = at.toFixed(1) + " s: " + rows[index].cells[2].textContent;
    element("moment-lead").textContent = (partition ? leaders.wordsAt(partition, at) + ". " : "") + "Without an outcome: " + open + " records.";
    const faults = new Set();
    const shown = cluster.nodes.filter((node) => !told || node.cluster === told.cluster);
    element("moment-nodes").replaceChildren(
      ...shown.map((node) => {
        const under = faultsOf(node, at);
        for (const fault of under) faults.add(fault.number);
        const done = under.map((fault) => "fault " + fault.number + ", " + fault.name).join("; ");
        return cells([node.name, done || "nothing", roleOf(node, partition, stance), saidBy(node, told, stance, at)]);
      }),
    );
    element("moment-faults").replaceChildren(
      ...[...faults].map((number) => {
        const item = document.createElement("li");
        item.textContent = "fault " + number + ", " + cluster.effects[number];
        return item;
      }),
    );
    for (const row of rows) row.removeAttribute("aria-current");
    rows[index].setAttribute("aria-current", "true");
    const list = rows[index].closest(".steps");
    list.scrollTop = rows[index].offsetTop - list.clientHeight / 2;
    charts.show(at);
  };

  partitions.forEach((partition, i) => choice.add(new Option(partition.name, i)));
  choice.closest("p").hidden = !partitions.length;
  slider.max = rows.length - 1;
  const first = rows.findIndex((row) => row.cells[1].textContent === "fault");
  slider.value = Math.max(first, 0);
  slider.addEventListener("input", () => show(Number(slider.value)));
  choice.addEventListener("input", () => show(Number(slider.value)));
  rows.forEach((row, i) =>
    row.addEventListener("click", () => {
      slider.value = i;
      show(i);
      slider.focus({ preventScroll: true });
    }),
  );
  panel.hidden = false;
  show(Number(slider.value));
})();
