// Pictures by ECharts. Each <script data-chart="id"> holds the data of the element with that id; the tables beside them say the same.
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const ink = css("--ink");
const line = css("--line");
const quiet = css("--quiet");
const axis = (extra) => ({ axisLabel: { color: quiet }, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } }, ...extra });
const common = { textStyle: { color: ink, fontFamily: getComputedStyle(document.body).fontFamily }, animation: false };
const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

const PRINTED = { width: 310, height: 200 }; // pixels of CSS: two side by side on A4

const kinds = {
  attempts: (data) => ({
    grid: { left: 48, right: 24, top: 56, bottom: 30 },
    legend: { type: "scroll", top: 0, textStyle: { color: ink } },
    xAxis: axis({ type: "time", axisLabel: { color: quiet, hideOverlap: true, formatter: { year: "{yyyy}年", month: "{M}月", day: "{M}月{d}日", hour: "{HH}:{mm}" } } }),
    yAxis: axis({ type: "value", min: 0, max: 100, name: "分", nameTextStyle: { color: quiet } }),
    tooltip: { formatter: (p) => `${escape(p.data.name)}<br>${escape(p.data.how)}<br>${new Date(p.value[0]).toLocaleString("zh-CN")}<br>${p.value[1]} 分` },
    // One line a kind; what was begun again from a turn stands beside the lines, empty inside; exams are squares.
    series: data.kinds.flatMap((kind) => [
      { type: "line", name: kind, data: data.attempts.filter((a) => a.kind === kind && !a.again), symbolSize: 8, symbol: (_, p) => ({ exam: "rect", guided: "triangle" })[p.data.mode] ?? "circle" },
      { type: "scatter", name: kind, data: data.attempts.filter((a) => a.kind === kind && a.again), symbolSize: 8, symbol: "emptyCircle" },
    ]),
    open: (p) => `/sessions/${p.data.id}/debrief`,
  }),
  trend: (data) => ({
    grid: { left: 48, right: 24, top: 32, bottom: 30 },
    xAxis: axis({ type: "category", data: data.weeks, axisLabel: { color: quiet, hideOverlap: true, formatter: (week) => `${+week.slice(5, 7)}月${+week.slice(8)}日` } }),
    yAxis: axis({ type: "value", min: 0, max: 100, name: "分", nameTextStyle: { color: quiet } }),
    tooltip: { trigger: "axis", valueFormatter: (score) => `${score} 分` },
    series: [{ type: "line", name: "平均分", data: data.scores, itemStyle: { color: css("--accent") } }],
  }),
  bars: (data) => ({
    grid: { left: 56, right: 28, top: 32, bottom: 44 },
    xAxis: axis({ type: "category", data: data.names, name: data.name, nameTextStyle: { color: quiet }, axisLabel: { color: quiet, interval: 0, rotate: 30, fontSize: 11 } }),
    yAxis: axis({ type: "value", name: data.unit, nameTextStyle: { color: quiet } }),
    tooltip: { valueFormatter: (count) => `${count} ${data.unit}` },
    series: [{ type: "bar", data: data.counts, itemStyle: { color: css("--accent") } }],
  }),
};

for (const holder of document.querySelectorAll("script[data-chart]")) {
  const data = JSON.parse(holder.textContent);
  const chart = echarts.init(document.getElementById(holder.dataset.chart), null, { renderer: "svg" });
  const { open, ...option } = kinds[data.kind](data);
  chart.setOption({ ...common, ...option });
  if (open) chart.on("click", (point) => location.assign(open(point)));
  addEventListener("resize", () => chart.resize());
  addEventListener("beforeprint", () => chart.resize(PRINTED)); // a picture does not shrink with its paper by itself
  addEventListener("afterprint", () => chart.resize({ width: "auto", height: "auto" }));
}
