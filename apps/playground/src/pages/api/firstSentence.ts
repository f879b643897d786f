/** What a docstring says first, on one line. */
export function firstSentence(doc: string): string {
  const paragraph = doc.split(/\n{2,}|\n(?=```)/)[0] ?? '';
  const flat = paragraph.replaceAll(/\s+/g, ' ').trim();
  return /^.*?[.:](?= [A-Z`{]|$)/.exec(flat)?.[0] ?? flat;
}
