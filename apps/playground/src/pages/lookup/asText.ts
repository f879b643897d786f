import { bookRows, start } from '@gibbs/journeys/lookup';
import { query, state } from './model.js';

/** What is on the page as a call of the package. */
export function asCode(): string {
  const { rows, closeness, temperature, mode } = state.value;
  const table = (part: 'key' | 'value') => JSON.stringify(rows.map((row) => row[part]));
  const options = [
    `  keys: ${table('key')},`,
    `  values: ${table('value')},`,
    `  closeness: '${closeness}',`,
    mode === 'hard' ? `  mode: 'hard',` : `  temperature: ${temperature},`,
  ];
  return `import { lookup } from '@gibbs/nn/tasks';

const { result } = lookup(${JSON.stringify(query.value)}, {
${options.join('\n')}
});
console.log(result);`;
}

/** What is on the page as a command line; a table that is not the book's goes in as CSV. */
export function asCommand(): string {
  const { rows, closeness, temperature, mode } = state.value;
  const words = ['gibbs lookup'];
  if (mode === 'hard') words.push('--hard');
  else if (temperature !== start.temperature) words.push(`--temperature ${temperature}`);
  if (closeness !== start.closeness) words.push(`--closeness ${closeness}`);
  if (rows !== bookRows) words.push('--table -');
  const numbers = query.value.join(',');
  // A query that begins with a minus sign would be read as an option.
  words.push(numbers.startsWith('-') ? `-- ${numbers}` : numbers);
  const line = words.join(' ');
  if (rows === bookRows) return line;
  const csv = rows.map(({ key, value }) => [...key, ...value].join(','));
  return `${line} <<'CSV'\n${csv.join('\n')}\nCSV`;
}
