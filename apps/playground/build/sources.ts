import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { type SourceId, sources } from '../src/frame/sources.js';

const root = new URL('../../../', import.meta.url);

/** Writes the files that numbers come from as pages, each with the line that is meant marked. */
export function sourcePages(): Plugin {
  return {
    name: 'gibbs-sources',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const style = Object.keys(bundle).find((file) => file.endsWith('.css'));
        for (const [id, { file, line }] of Object.entries(sources)) {
          const lines = (await readFile(fileURLToPath(new URL(file, root)), 'utf8')).split('\n');
          const here = lines.findIndex((each) => each.startsWith(line));
          if (here < 0) {
            throw new Error(
              `sourcePages: ${file} has no line that begins with '${line}'. Mend ${id} in src/frame/sources.ts.`,
            );
          }
          const source = page(file, lines, here, style ?? '');
          this.emitFile({ type: 'asset', fileName: `source/${id as SourceId}.html`, source });
        }
      },
    },
  };
}

function page(file: string, lines: readonly string[], here: number, style: string): string {
  const rows = lines.map((line, i) =>
    i === here ? `<mark id="here">${escaped(line)}</mark>` : escaped(line),
  );
  return `<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; font-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${file}, line ${here + 1} · Gibbs</title>
<link rel="stylesheet" href="../${style}"></head>
<body><main id="content"><h1 class="file">${file}, line ${here + 1}</h1>
<section class="scroll" tabindex="0" aria-label="${file}"><pre class="source">${rows.join('\n')}</pre></section>
</main></body></html>
`;
}

const escaped = (line: string): string =>
  line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
