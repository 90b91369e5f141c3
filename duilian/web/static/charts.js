// Pictures by ECharts. Each <script data-chart="id"> holds the data of the element with that id; the tables beside them say the same.
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const ink = css("--ink");
const line = css("--line");
const quiet = css("--quiet");
const axis = (extra) => ({ axisLabel: { color: quiet }, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } }, ...extra });
const common = { textStyle: { color: ink, fontFamily: getComputedStyle(document.body).fontFamily }, animation: false };
const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

const kinds = {
  attempts: (data) => ({
    grid: { left: 40, right: 16, top: 16, bottom: 30 },
    xAxis: axis({ type: "time" }),
    yAxis: axis({ type: "value", min: 0, max: 100 }),
    tooltip: { formatter: (p) => `${escape(p.data.name)}<br>${new Date(p.value[0]).toLocaleString("zh-CN")}<br>${p.value[1]} 分` },
    series: [{ type: "line", data: data.attempts, symbolSize: 8, lineStyle: { color: css("--accent") }, itemStyle: { color: css("--accent") } }],
    open: (p) => `/sessions/${p.data.id}/debrief`,
  }),
  trend: (data) => ({
    grid: { left: 40, right: 16, top: 16, bottom: 30 },
    xAxis: axis({ type: "category", data: data.weeks }),
    yAxis: axis({ type: "value", min: 0, max: 100 }),
    tooltip: { trigger: "axis" },
    series: [{ type: "line", name: "平均分", data: data.scores, itemStyle: { color: css("--accent") } }],
  }),
  bars: (data) => ({
    grid: { left: 50, right: 16, top: 16, bottom: 30 },
    xAxis: axis({ type: "category", data: data.names }),
    yAxis: axis({ type: "value" }),
    tooltip: {},
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
}
