import type { VNode } from 'preact';
import temml from 'temml';

/** A formula as MathML, made at build time. `display` sets it on a line of its own. */
export function Formula({ tex, display = false }: { tex: string; display?: boolean }): VNode {
  // The content security policy refuses style attributes; the layout does not need them.
  const html = temml
    .renderToString(tex, { displayMode: display, throwOnError: true })
    .replaceAll(/ style="[^"]*"/g, '');
  const inner = <span dangerouslySetInnerHTML={{ __html: html }} />;
  return display ? <div class="formula">{inner}</div> : inner;
}
