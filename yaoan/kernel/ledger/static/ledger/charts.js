// Turns <figure data-chart="bar|line|heat"> with a table in it into a drawing; the table stays for those who want figures.
// The first column names the points, each further column is a series. `data-unit` follows the numbers, `data-source`
// names an address that answers {"head": [...], "rows": [[...], ...]} where there is no table.
"use strict";
(() => {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const COLOURS = ["--blue", "--amber", "--green", "--soft"].map(colour);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const cells = (row) => Array.from(row.children, (cell) => cell.textContent.trim());
  const figure = (text) => (text === "" || text === "—" ? null : Number(String(text).replace(/[,\s%]/g, "")));

  async function read(box) {
    const table = box.querySelector("table");
    if (table) return { head: cells(table.tHead.rows[0]), rows: Array.from(table.tBodies[0].rows, cells) };
    const answer = await fetch(box.dataset.source, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }

  function plain({ head, rows }, kind, unit) {
    return {
      animation: !still,
      color: COLOURS,
      aria: { enabled: true, decal: { show: true } },
      textStyle: { fontFamily: style.fontFamily, color: colour("--ink") },
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => `${value ?? "—"}${unit}` },
      legend: head.length > 2 ? { bottom: 0 } : undefined,
      grid: { left: 8, right: 16, top: 16, bottom: head.length > 2 ? 40 : 8, containLabel: true },
      xAxis: { type: "category", data: rows.map((row) => row[0]), axisTick: { alignWithLabel: true } },
      yAxis: { type: "value", minInterval: 1 },
      series: head.slice(1).map((name, place) => ({
        name, type: kind, data: rows.map((row) => figure(row[place + 1])), connectNulls: false, symbolSize: 7, barMaxWidth: 36,
      })),
    };
  }

  function heat({ head, rows }, unit) {
    const points = rows.flatMap((row, y) => row.slice(1).map((value, x) => [x, y, figure(value)]));
    const most = Math.max(1, ...points.map((point) => point[2] ?? 0));
    return {
      animation: !still,
      textStyle: { fontFamily: style.fontFamily, color: colour("--ink") },
      tooltip: { renderMode: "richText", valueFormatter: (value) => `${value}${unit}` },
      grid: { left: 8, right: 16, top: 8, bottom: 56, containLabel: true },
      xAxis: { type: "category", data: head.slice(1) },
      yAxis: { type: "category", data: rows.map((row) => row[0]), inverse: true },
      visualMap: { min: 0, max: most, dimension: 2, orient: "horizontal", left: "center", bottom: 0, inRange: { color: ["#eef3f9", colour("--blue")] } },
      series: [{ type: "heatmap", data: points, label: { show: points.length <= 80 } }],
    };
  }

  async function draw(box) {
    let given;
    try { given = await read(box); } catch { return; } // without its figures there is nothing to draw; the text stays
    const canvas = document.createElement("div");
    canvas.className = "canvas";
    canvas.setAttribute("aria-hidden", "true");
    const caption = box.querySelector("figcaption");
    if (caption) caption.after(canvas); else box.prepend(canvas);
    const chart = window.echarts.init(canvas, null, { renderer: "canvas" });
    const unit = box.dataset.unit || "";
    chart.setOption(box.dataset.chart === "heat" ? heat(given, unit) : plain(given, box.dataset.chart, unit));
    new ResizeObserver(() => chart.resize()).observe(canvas);
  }

  for (const box of document.querySelectorAll("figure[data-chart]")) draw(box);
})();
