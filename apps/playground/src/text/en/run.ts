/** Every sentence of the page that runs code. */
export const text = {
  editor: {
    title: 'Your code',
    label: 'Code',
    hint: 'JavaScript that imports from the packages. Control and Enter runs it; control and space completes what you write. Tab leaves the field.',
  },
  run: 'Run',
  stop: 'Stop',
  clear: 'Clear',
  example: 'Example',
  chooseExample: 'Choose an example …',
  output: {
    title: 'What it prints',
    label: 'Output',
    empty: 'Nothing yet. Press Run.',
    running: 'Running …',
    cut: (lines: number) => `It has printed ${lines} lines; what comes after them is not shown.`,
    done: (seconds: string, lines: number) =>
      `Done in ${seconds} s, ${lines === 1 ? 'one line' : `${lines} lines`} printed.`,
    stopped: 'Stopped.',
    line: (line: number, message: string) => `Line ${line}: ${message}`,
  },
  failed:
    'The room in which code runs could not be opened in this browser. The packages work as before: install them, or use the other pages.',
  noExample: (id: string) => `There is no example called ${id}.`,
  shared:
    'This code came with a link. It does not run before you press Run. Wherever it comes from, it runs in a room of its own: without network, storage or this page.',
  words: {
    none: 'Nothing fits here.',
    title: 'Completions',
    hint: 'Arrow keys choose, Enter takes, Escape closes.',
    said: (name: string, signature: string, doc: string, index: number, count: number) =>
      `${index + 1} of ${count}: ${name}. ${doc === '' ? signature : doc}`,
    from: (module: string) => `imports from ${module}`,
  },
  noModule: (module: string, all: readonly string[]) =>
    `import: there is no module '${module}' here, only ${all.join(', ')}.`,
  noExport: (module: string, name: string) =>
    `import: '${module}' exports nothing called ${name}. The reference lists what it does.`,
  share: { link: 'Copy link', shown: 'What was copied' },
  keys: { run: 'Run the code', stop: 'Stop it', edit: 'Go to the code' },
} as const;
