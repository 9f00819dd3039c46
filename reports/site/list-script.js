// Filters the list of runs. Without it the whole list is there.
"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const rows = [...document.querySelectorAll("#runs tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const shown = document.getElementById("shown");
  const filter = () => {
    const verdict = form.querySelector("select").value;
    const text = form.querySelector("input").value.toLowerCase();
    let count = 0;
    rows.forEach((row, i) => {
      row.hidden = (verdict !== "" && row.querySelector(".word").textContent !== verdict) || !texts[i].includes(text);
      if (!row.hidden) count += 1;
    });
    shown.value = count.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " rows";
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
