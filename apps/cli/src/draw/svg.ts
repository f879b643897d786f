import { type Chart, extent, ticks } from './chart.js';
import { shortNumber } from './plot.js';

const width = 720;
const height = 420;
const frame = { left: 72, right: 24, top: 48, bottom: 56 };
/** Room for a word at the end of a line. */
const labelRoom = 96;

/** Strokes that stay apart without colour: hues safe for colour-blind eyes, and a dash of their own. */
const strokes = [
  { colour: '#0b5fa5', dash: '' },
  { colour: '#b3400f', dash: '7 4' },
  { colour: '#2b7a3d', dash: '2 3' },
  { colour: '#6a3d9a', dash: '9 3 2 3' },
];

/** Charts one below the other as one SVG document that needs nothing from outside. */
export function svg(charts: readonly Chart[]): string {
  const body = charts.map(
    (chart, i) => `<g transform="translate(0 ${i * height})">\n${one(chart)}</g>\n`,
  );
  const all = height * charts.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${all}" width="${width}" height="${all}" font-family="system-ui, sans-serif" font-size="13" role="img">
<title>${escaped(charts.map(({ title }) => title).join('; '))}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
${body.join('')}</svg>
`;
}

function one({ title, x, y, series }: Chart): string {
  const [xLeast, xMost] = extent(series, 0);
  const [yLeast, yMost] = extent(series, 1);
  const room = series.some(({ label }) => label) ? labelRoom : 0;
  const right = width - frame.right - room;
  const bottom = height - frame.bottom;
  const acrossAt = (value: number): string =>
    (frame.left + ((value - xLeast) / (xMost - xLeast)) * (right - frame.left)).toFixed(2);
  const downAt = (value: number): string =>
    (bottom - ((value - yLeast) / (yMost - yLeast)) * (bottom - frame.top)).toFixed(2);
  const grid = [
    ...ticks(xLeast, xMost, 6).map(
      (at) =>
        `<path d="M${acrossAt(at)} ${frame.top}V${bottom}" stroke="#dddddd"/><text x="${acrossAt(at)}" y="${bottom + 18}" text-anchor="middle">${shortNumber(at)}</text>`,
    ),
    ...ticks(yLeast, yMost, 5).map(
      (at) =>
        `<path d="M${frame.left} ${downAt(at)}H${right}" stroke="#dddddd"/><text x="${frame.left - 8}" y="${downAt(at)}" dy="0.35em" text-anchor="end">${shortNumber(at)}</text>`,
    ),
  ];
  const lines = series.map(({ points, label }, i) => {
    const { colour, dash } = strokes[i % strokes.length] as (typeof strokes)[number];
    const path = points
      .map(([px, py], k) => `${k === 0 ? 'M' : 'L'}${acrossAt(px)} ${downAt(py)}`)
      .join('');
    const last = points.at(-1);
    const name =
      label && last
        ? `<text x="${Number(acrossAt(last[0])) + 8}" y="${downAt(last[1])}" dy="0.35em" fill="${colour}">${escaped(label)}</text>`
        : '';
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dash ? ` stroke-dasharray="${dash}"` : ''}/>${name}`;
  });
  return [
    `<text x="${frame.left}" y="24" font-size="16" font-weight="600">${escaped(title)}</text>`,
    ...grid,
    `<path d="M${frame.left} ${frame.top}V${bottom}H${right}" fill="none" stroke="#333333"/>`,
    `<text x="${(frame.left + right) / 2}" y="${height - 14}" text-anchor="middle">${escaped(x)}</text>`,
    `<text x="${frame.left}" y="${frame.top - 8}" fill="#333333">${escaped(y)}</text>`,
    ...lines,
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
