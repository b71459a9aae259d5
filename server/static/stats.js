// Draws the charts of reports, with Chart.js. What they show stands in the tables below them, too.
'use strict';
(() => {
  const { Chart } = window;
  const places = [...document.querySelectorAll('.chart')];
  if (!Chart || places.length === 0) return;
  const locale = document.documentElement.lang;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = (value) => `${number.format(value)}\u00a0%`;

  const axis = (more = {}) => ({ grid: { color: color('grid') }, border: { display: false }, ticks: { color: color('muted'), maxRotation: 0, autoSkipPadding: 12 }, ...more });
  const plain = (more = {}) => axis({ ...more, grid: { display: false } });
  const titled = (text) => (text ? { title: { display: true, text, color: color('muted') } } : {});
  const whole = { beginAtZero: true, grace: '4%' };
  const ticks = (more) => ({ ticks: { color: color('muted'), maxRotation: 0, autoSkipPadding: 12, precision: 0, ...more } });
  const bar = { borderColor: () => color('background'), categoryPercentage: 0.86, barPercentage: 0.92 };

  // What a mark in the curve says, and the line to it.
  const mark = (at, text) => ({
    id: 'mark',
    afterDatasetsDraw({ ctx, chartArea, scales, data }) {
      if (data.labels.length < at) return;
      const [x, y] = [scales.x.getPixelForValue(at - 1), scales.y.getPixelForValue(data.datasets[0].data[at - 1])];
      ctx.save();
      Object.assign(ctx, { strokeStyle: color('bad'), fillStyle: color('text'), lineWidth: 2, font: `600 13px ${Chart.defaults.font.family}` });
      ctx.setLineDash([5, 4]);
      ctx.beginPath();
      ctx.moveTo(x, chartArea.bottom);
      ctx.lineTo(x, y);
      ctx.stroke();
      const isRight = x + ctx.measureText(text).width + 10 < chartArea.right;
      ctx.textAlign = isRight ? 'left' : 'right';
      ctx.fillText(text, isRight ? x + 8 : x - 8, Math.min(y + 28, chartArea.bottom - 8));
      ctx.restore();
    },
  });

  const kinds = {
    stack: ({ series }) => ({
      type: 'bar',
      datasets: series.map(({ name, tone, values }) => ({ ...bar, label: name, data: values, backgroundColor: color(tone), borderWidth: { top: 1 }, borderSkipped: false })),
      scales: { x: plain({ stacked: true }), y: axis({ stacked: true, ...whole, ...ticks() }) },
      legend: true,
    }),
    bars: ({ series, x }) => ({
      type: 'bar',
      datasets: series.map(({ name, tone, values }) => ({ ...bar, label: name, data: values, backgroundColor: color(tone), borderRadius: 3 })),
      scales: { x: plain(titled(x)), y: axis({ ...whole, ...ticks(), ...titled(series[0].name) }) },
    }),
    steps: ({ series, tones }) => ({
      type: 'bar',
      across: true,
      datasets: series.map(({ name, values }) => ({ ...bar, label: name, data: values, backgroundColor: tones.map(color), borderRadius: 3 })),
      scales: { x: axis({ ...whole, ...ticks(), ...titled(series[0].name) }), y: plain({ ticks: { color: color('text') } }) },
    }),
    curve: ({ series, mark: at, marked, x }) => ({
      type: 'line',
      datasets: series.map(({ name, tone, values }) => ({ label: name, data: values, borderColor: color(tone), backgroundColor: `color-mix(in srgb, ${color(tone)} 12%, transparent)`, fill: true, borderWidth: 2.5, pointRadius: values.length > 1 ? 0 : 4, pointHitRadius: 12 })),
      scales: { x: plain({ ...titled(x) }), y: axis({ min: 0, max: 100, ...titled(series[0].name), ...ticks({ callback: percent }) }) },
      plugins: [mark(at, marked)],
      say: percent,
    }),
    intervals: ({ series: [ranges, points], x }) => ({
      type: 'bar',
      across: true,
      datasets: [
        { type: 'line', label: points.name, data: points.values, showLine: false, pointRadius: 7, pointHoverRadius: 8, pointBackgroundColor: color('text'), pointBorderColor: color('background'), pointBorderWidth: 2 },
        { ...bar, label: ranges.name, data: ranges.values, backgroundColor: color('fair'), barThickness: 12, borderRadius: 6, borderSkipped: false },
      ],
      scales: { x: axis({ beginAtZero: true, ...titled(x), ...ticks({ callback: percent }) }), y: plain({ offset: true, ticks: { color: color('text') } }) },
      say: (value) => (Array.isArray(value) ? value.map(percent).join(' – ') : percent(value)),
      legend: true,
    }),
  };

  const isNarrow = () => window.innerWidth < 720;
  // Long names of steps take two lines on a phone.
  const cut = (label) => (isNarrow() && String(label).length > 14 ? String(label).split(/ (?=\S{5})/) : label);

  function draw(place) {
    const data = JSON.parse(place.dataset.chart);
    const { type, across, datasets, scales, plugins, legend = false, say = (value) => number.format(value) } = kinds[data.kind](data);
    const canvas = document.createElement('canvas');
    place.replaceChildren(canvas);
    place.classList.add('drawn');
    const value = ({ dataset, dataIndex }) => dataset.data[dataIndex];
    return new Chart(canvas, {
      type,
      data: { labels: across ? data.labels.map(cut) : data.labels, datasets },
      plugins,
      options: {
        locale,
        indexAxis: across ? 'y' : 'x',
        responsive: true,
        maintainAspectRatio: false,
        animation: calm.matches ? false : { duration: 250 },
        interaction: { mode: 'index', intersect: false, axis: across ? 'y' : 'x' },
        scales,
        plugins: {
          legend: { display: legend, position: 'top', align: 'start', labels: { color: color('text'), boxWidth: 12, boxHeight: 12, usePointStyle: data.kind === 'intervals' } },
          tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${say(value(item))}` } },
        },
      },
    });
  }

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  let charts = places.map(draw);
  // Colours are of the scheme.
  dark.addEventListener('change', () => {
    charts.forEach((chart) => chart.destroy());
    charts = places.map(draw);
  });
})();
