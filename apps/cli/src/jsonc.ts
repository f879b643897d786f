/** Parses JSON with comments and trailing commas; an error names the line and column in the text as it was given. */
export function parseJsonc(text: string): unknown {
  const bare = withoutComments(text);
  try {
    return JSON.parse(bare);
  } catch (error) {
    const message = (error as Error).message;
    const position = /position (\d+)/.exec(message)?.[1];
    const what = message
      .replace(/ (in JSON )?at position.*$/s, '')
      .replace(/, "?[\s\S]*is not valid JSON$/, '');
    const at = position === undefined ? bare.trimEnd().length : Number(position);
    const before = text.slice(0, at).split('\n');
    const column = (before.at(-1) as string).length + 1;
    throw new SyntaxError(`not JSON, line ${before.length}, column ${column}: ${what}`);
  }
}

/** The same text with comments and trailing commas turned to spaces, so that every place keeps its number. */
function withoutComments(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  const noComments = text.replace(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith('"') ? part : blank(part),
  );
  return noComments.replace(/"(?:\\.|[^"\\\n])*"|,(?=\s*[}\]])/g, (part) =>
    part === ',' ? ' ' : part,
  );
}
