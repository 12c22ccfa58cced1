/** The report's style sheet, for light and dark. */
export const style: string = `
:root {
  color-scheme: light dark;
  --page: #f6f5f2; --card: #fffefc; --ink: #1d1c1a; --soft: #66625b; --line: #e2ded6;
  --accent: #0072b2; --good: #1a7f4b; --bad: #b3341f; --warn-ink: #7a4b00; --warn: #fdf1d7;
  --track: #ece8e0; --code: #f3f1ec; --hover: #f3f1ec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #141413; --card: #1d1d1b; --ink: #ecebe6; --soft: #a29e95; --line: #34332f;
    --accent: #5fb4ea; --good: #5bc78d; --bad: #f08a72; --warn-ink: #f2cf8d; --warn: #33280f;
    --track: #33322e; --code: #262623; --hover: #262623;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 28px 20px 60px; }
header h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
header p { margin: 2px 0; color: var(--soft); }
.warning { background: var(--warn); color: var(--warn-ink); border-radius: 8px; padding: 8px 14px;
  margin: 16px 0 0; font-weight: 600; font-size: 14px; }
section { margin-top: 34px; }
h2 { font-size: 18px; margin: 0 0 12px; letter-spacing: -0.01em; }
h3 { font-size: 14px; margin: 0 0 6px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; }
.scroll { overflow-x: auto; }
.scroll table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.scroll th, .scroll td { text-align: right; padding: 9px 10px; border-bottom: 1px solid var(--line);
  vertical-align: top; white-space: nowrap; }
.scroll th { font-size: 12.5px; font-weight: 600; color: var(--soft); vertical-align: bottom; }
.scroll tbody tr:last-child td, .scroll tbody tr:last-child th { border-bottom: 0; }
.scroll th[scope=row] { vertical-align: top; }
.scroll th[scope=row], .scroll thead th:first-child { text-align: left; color: var(--ink); font-size: 14px; }
.best { font-weight: 700; }
.interval { display: block; color: var(--soft); font-size: 12px; font-weight: 400; }
.bar { display: block; position: relative; height: 6px; margin-top: 5px; min-width: 84px;
  background: var(--track); border-radius: 3px; }
.bar i { position: absolute; top: 0; height: 6px; border-radius: 3px; background: var(--accent);
  opacity: 0.35; }
.bar b { position: absolute; top: -2px; width: 3px; height: 10px; margin-left: -1.5px;
  border-radius: 1.5px; background: var(--accent); }
.bar u { position: absolute; top: -2px; width: 1px; height: 10px; background: var(--soft); }
.notes { color: var(--soft); font-size: 13.5px; margin: 12px 0 0; padding-left: 18px; }
.notes li { margin: 3px 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 14px; }
.chart { padding: 12px 12px 6px; min-width: 0; }
.chart h3 { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.plot { height: 210px; }
.u-legend { font-size: 12px; color: var(--soft); text-align: left; margin: 0; }
.u-legend th { font-weight: 500; }
.u-legend .u-series { padding-right: 8px; }
.u-legend .u-marker { border-radius: 2px; }
.example { display: grid; grid-template-columns: minmax(180px, 260px) 1fr; gap: 20px; }
.example + .example { margin-top: 16px; }
.example > *, .answers > * { min-width: 0; }
@media (max-width: 720px) { .example { grid-template-columns: 1fr; } }
figure { margin: 0; }
figure img { width: 100%; border-radius: 8px; image-rendering: auto; display: block;
  border: 1px solid var(--line); }
figcaption { color: var(--soft); font-size: 12.5px; margin-top: 6px; }
pre, code { font: 12.5px/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
pre { background: var(--code); border-radius: 6px; padding: 10px 12px; margin: 6px 0; overflow: auto; max-height: 18em;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.reasoning { white-space: pre-line; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 12px;
  margin: 12px 0; }
.answer { border: 1px solid var(--line); border-left: 3px solid var(--bad); border-radius: 6px;
  padding: 10px 12px; }
.answer.right { border-left-color: var(--good); }
.answer p { margin: 6px 0 0; overflow-wrap: anywhere; }
.model { color: var(--soft); font-size: 12.5px; font-weight: 600; }
.wrong { color: var(--bad); font-weight: 400; }
.verdict { font-weight: 700; color: var(--bad); }
.right .verdict { color: var(--good); }
.path { display: flex; flex-wrap: wrap; gap: 4px 6px; align-items: center; padding: 0; margin: 4px 0 0;
  list-style: none; font-size: 13.5px; }
.path li + li::before { content: "→"; color: var(--soft); margin-right: 6px; }
.path li:last-child { font-weight: 700; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0 0; padding: 0; list-style: none; }
.chips li { background: var(--code); border-radius: 99px; padding: 1px 10px; font-size: 12.5px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0; font-size: 14px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
details > summary { cursor: pointer; color: var(--soft); font-size: 13.5px; }
.filters { display: flex; flex-wrap: wrap; gap: 10px; margin-bottom: 10px; align-items: center; }
.filters input, .filters select, .filters button { font: inherit; color: inherit; background: var(--page);
  border: 1px solid var(--line); border-radius: 6px; padding: 5px 10px; }
.filters input { flex: 1 1 220px; }
.filters button { cursor: pointer; }
#rollout-list { max-height: 620px; overflow-y: auto; }
#rollout-count { color: var(--soft); font-size: 13px; }
.rollout { border-top: 1px solid var(--line); }
.rollout > summary { display: grid; grid-template-columns: 190px 1fr auto; gap: 12px; padding: 8px 4px;
  align-items: baseline; color: var(--ink); list-style: none; }
.rollout > summary:hover { background: var(--hover); }
.rollout > summary span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.rollout .where { color: var(--soft); font-size: 12.5px; }
.rollout .numbers { font-variant-numeric: tabular-nums; font-size: 13px; }
.up { color: var(--good); } .down { color: var(--bad); }
.rollout[open] { padding-bottom: 10px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
footer { margin-top: 40px; color: var(--soft); font-size: 13px; }
@media print { .filters { display: none; } body { background: #fff; } }
`;
