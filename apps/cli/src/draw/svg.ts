import type { Chart } from './chart.js';
import { chartHeight, chartWidth, drawCharts } from './drawCharts.js';
import type { Surface } from './surface.js';

/** Charts one below the other as one SVG document that needs nothing from outside. */
export function svg(charts: readonly Chart[]): string {
  const parts: string[] = [];
  const surface: Surface = {
    line: ({ points, colour, width, dash }) => {
      const path = points
        .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`)
        .join('');
      const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
      parts.push(
        `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes}/>`,
      );
    },
    words: ({ x, y, text, size, anchor, colour }) => {
      parts.push(
        `<text x="${fixed(x)}" y="${fixed(y)}" dy="0.35em" font-size="${size}" text-anchor="${anchor}" fill="${colour}">${escaped(text)}</text>`,
      );
    },
    box: ({ x, y, width, height, colour }) => {
      parts.push(
        `<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}" fill="${colour}"/>`,
      );
    },
  };
  drawCharts(charts, surface);
  const height = chartHeight * charts.length;
  const title = escaped(charts.map((chart) => chart.title).join('; '));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${chartWidth} ${height}" width="${chartWidth}" height="${height}" font-family="system-ui, sans-serif" role="img">`,
    `<title>${title}</title>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function fixed(value: number): string {
  return String(Number(value.toFixed(2)));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
