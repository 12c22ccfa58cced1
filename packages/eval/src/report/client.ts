/*
 * The script inside the report: draws the charts and lists the rollouts. Plain text that runs in the
 * browser, after uPlot. It sets text only through `textContent`, never as markup.
 */
export const client: string = String.raw`
'use strict';
(() => {
  const data = (id) => JSON.parse(document.getElementById(id).textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const colors = () => dark.matches
    ? ['#5fb4ea', '#f0a63a', '#4cc79a', '#e79bc9', '#d8d06a']
    : ['#0072b2', '#c65a00', '#00805c', '#b04a8c', '#7a6a00'];
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const charts = data('curves-data');
  const plots = [];
  const lines = [...new Set(charts.flatMap((chart) => chart.series.map((s) => s.name)))];
  const colorOf = (name, palette) => palette[lines.indexOf(name) % palette.length];
  function align(series) {
    const steps = [...new Set(series.flatMap((s) => s.points.map((p) => p[0])))].sort((a, b) => a - b);
    const row = new Map(steps.map((step, i) => [step, i]));
    return [steps, ...series.map((s) => {
      const values = new Array(steps.length).fill(null);
      for (const [step, value] of s.points) values[row.get(step)] = value;
      return values;
    })];
  }
  function short(value) {
    if (value == null) return '–';
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
    return String(+value.toPrecision(4));
  }
  function draw() {
    for (const plot of plots.splice(0)) plot.destroy();
    const palette = colors();
    const axis = { stroke: css('--soft'), grid: { stroke: css('--line'), width: 1 },
      ticks: { stroke: css('--line'), width: 1 }, font: '11px system-ui, sans-serif' };
    document.querySelectorAll('.plot').forEach((place) => {
      const chart = charts[Number(place.dataset.chart)];
      const options = {
        width: place.clientWidth, height: 180, cursor: { y: false, points: { size: 6 } },
        legend: { live: true }, scales: { x: { time: false } },
        axes: [axis, { ...axis, size: 56, values: (_, ticks) => ticks.map(short) }],
        series: [{ label: 'step' }, ...chart.series.map((s) => ({ label: s.name,
          stroke: colorOf(s.name, palette), width: 1.75, spanGaps: true,
          points: { show: s.points.length < 3 }, value: (_, v) => short(v) }))],
      };
      plots.push(new uPlot(options, align(chart.series), place));
      place.style.height = 'auto';
    });
  }
  draw();
  dark.addEventListener('change', draw);
  let pending = 0;
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(pending);
    pending = setTimeout(draw, 150);
  });

  const rollouts = data('rollouts-data');
  const list = document.getElementById('rollout-list');
  if (!list) return;
  const query = document.getElementById('rollout-query');
  const stage = document.getElementById('rollout-stage');
  const order = document.getElementById('rollout-order');
  const count = document.getElementById('rollout-count');
  const more = document.getElementById('rollout-more');
  const orders = {
    newest: (a, b) => b.index - a.index,
    best: (a, b) => (b.reward ?? -1e9) - (a.reward ?? -1e9) || b.index - a.index,
    worst: (a, b) => (a.reward ?? 1e9) - (b.reward ?? 1e9) || b.index - a.index,
    advantage: (a, b) => b.advantage - a.advantage || b.index - a.index,
  };
  rollouts.forEach((r, index) => {
    r.index = index;
    r.text = [r.stage ?? '', r.promptId, r.prompt, r.completion].join('\n').toLowerCase();
  });
  let shown = 40;
  function element(name, className, text) {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  const sign = (value) => (value > 0 ? '+' : '') + value.toFixed(2);
  function item(r) {
    const box = element('details', 'rollout');
    const head = element('summary');
    head.append(element('span', 'where', (r.stage ? r.stage + ' · ' : '') + 'step ' + r.step));
    head.append(element('span', '', r.completion.replace(/\s+/g, ' ') || '(empty)'));
    const numbers = element('span', 'numbers', 'reward ' + (r.reward == null ? '–' : r.reward.toFixed(2)) + '  ');
    const direction = r.advantage > 0 ? 'up' : r.advantage < 0 ? 'down' : '';
    numbers.append(element('span', direction, 'adv. ' + sign(r.advantage)));
    head.append(numbers);
    box.append(head);
    box.addEventListener('toggle', () => {
      if (!box.open || box.children.length > 1) return;
      const parts = Object.entries(r.rewards).map(([name, value]) => name + ' ' + (value == null ? '–' : value.toFixed(3)));
      const chips = element('ul', 'chips');
      for (const part of parts) chips.append(element('li', '', part));
      box.append(element('div', 'where', r.promptId), element('pre', '', r.prompt), element('pre', '', r.completion), chips);
    });
    return box;
  }
  function show() {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rollouts.filter((r) =>
      (stage.value === '' || (r.stage ?? '') === stage.value) && words.every((word) => r.text.includes(word)));
    found.sort(orders[order.value]);
    list.replaceChildren(...found.slice(0, shown).map(item));
    count.textContent = found.length + ' of ' + rollouts.length + ' rollouts';
    more.hidden = found.length <= shown;
  }
  for (const input of [query, stage, order]) {
    input.addEventListener('input', () => { shown = 40; show(); });
  }
  more.addEventListener('click', () => { shown += 100; show(); });
  show();
})();
`;
