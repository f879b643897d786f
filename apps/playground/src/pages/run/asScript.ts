/**
 * A module as a script that the room can run: its imports become constants, its body a function that may wait.
 * Every line keeps its number, so that an error can say where it is.
 */
export function asScript(code: string): string {
  const body = code
    .replaceAll(
      importStatement,
      (all, only: string | undefined, names: string, _, module: string) => {
        const lines = '\n'.repeat(all.split('\n').length - 1);
        return `${only ? '' : taken(names.trim(), module)}${lines}`;
      },
    )
    .replaceAll(/^export (?=(?:async |const |let |function|class ))/gm, '');
  return `gibbsRun(async (gibbsTake) => {${body}\n});`;
}

const importStatement = /^import\s+(type\s+)?([\w$*{][^'";]*?)\s*from\s*(['"])([^'"\n]+)\3;?/gm;

/** The constants that one import statement makes. */
function taken(names: string, module: string): string {
  const from = JSON.stringify(module);
  const space = /^\*\s*as\s+([\w$]+)$/.exec(names);
  if (space) return `const ${space[1]} = gibbsTake(${from}, []);`;
  const braces = /^\{([\s\S]*)\}$/.exec(names);
  if (!braces) return `const ${names} = gibbsTake(${from}, ["default"]).default;`;
  const pairs = (braces[1] as string)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('type '))
    .map((part) => part.split(/\s+as\s+/) as [string, string?]);
  const asked = pairs.map(([name]) => JSON.stringify(name)).join(', ');
  const made = pairs.map(([name, as]) => (as ? `${name}: ${as}` : name)).join(', ');
  return `const { ${made} } = gibbsTake(${from}, [${asked}]);`;
}
