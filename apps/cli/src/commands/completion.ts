import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { type CommandHelp, describeTree } from '../commandHelp.js';
import { Failure } from '../failure.js';
import { nearest } from '../nearest.js';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export default defineCommand({
  description: 'Prints the script that teaches your shell to complete gibbs commands and options.',
  examples: [
    ['gibbs completion bash > ~/.local/share/bash-completion/completions/gibbs', 'bash'],
    ['gibbs completion zsh > ~/.zfunc/_gibbs', 'zsh, with ~/.zfunc on $fpath'],
    ['gibbs completion fish > ~/.config/fish/completions/gibbs.fish', 'fish'],
  ],
  configure: (command) => {
    command.argument('<shell>', shells.join(', '));
  },
  schema: v.object({ shell: v.picklist(shells), script: v.string() }),
  run: async ({ args: [shell = ''] }) => {
    if (!(shells as readonly string[]).includes(shell)) {
      const near = nearest(shell, shells);
      throw new Failure(
        'usage',
        `completion: shell must be one of ${shells.join(', ')}, got '${shell}'.${near ? ` (Did you mean ${near}?)` : ''}`,
      );
    }
    const { commands } = await import('../commands.js');
    return { shell: shell as Shell, script: scripts[shell as Shell](await describeTree(commands)) };
  },
  human: ({ script }) => script,
  csv: ({ shell, script }) => [
    ['shell', 'script'],
    [shell, script],
  ],
  quiet: ({ script }) => script,
});

const scripts: Record<Shell, (tree: CommandHelp) => string> = { bash, zsh, fish };

/** Every command under the root with the words that lead to it. */
function flat(
  command: CommandHelp,
  words: readonly string[] = [],
): { words: readonly string[]; command: CommandHelp }[] {
  return [
    { words, command },
    ...command.commands.flatMap((child) => flat(child, [...words, child.name])),
  ];
}

function bash(tree: CommandHelp): string {
  const cases = flat(tree).map(({ words, command }) => {
    const wordList = [...command.commands.map((child) => child.name), ...flagsOf(command, tree)];
    return `    '${words.join(' ')}') words='${wordList.join(' ')}' ;;`;
  });
  const values = optionsOf(tree)
    .filter((option) => option.choices.length > 0)
    .map(
      (option) =>
        `    ${option.flag}) COMPREPLY=($(compgen -W '${option.choices.join(' ')}' -- "$current")); return ;;`,
    );
  return `# bash completion for gibbs
_gibbs() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' words='' i
  case "$previous" in
${values.join('\n')}
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -*) ;;
      *) case " ${flat(tree)
        .map(({ words }) => `:${words.join(' ')}:`)
        .join(' ')} " in
           *":\${path:+$path }\${COMP_WORDS[i]}:"*) path="\${path:+$path }\${COMP_WORDS[i]}" ;;
         esac ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _gibbs gibbs
`;
}

function zsh(tree: CommandHelp): string {
  const cases = flat(tree).map(({ words, command }) => {
    const entries = [
      ...command.commands.map((child) => `${child.name}:${child.summary}`),
      ...optionsFor(command, tree).map((option) => `${option.flag}:${option.description}`),
    ];
    return `    '${words.join(' ')}') entries=(${entries.map(zshQuote).join(' ')}) ;;`;
  });
  return `#compdef gibbs
_gibbs() {
  local path='' word
  local -a entries
  for word in \${words[2,CURRENT-1]}; do
    case " ${flat(tree)
      .map(({ words }) => `:${words.join(' ')}:`)
      .join(' ')} " in
      *":\${path:+$path }$word:"*) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  _describe 'gibbs' entries || _files
}
if [ "$funcstack[1]" = _gibbs ]; then _gibbs "$@"; else compdef _gibbs gibbs; fi
`;
}

function zshQuote(text: string): string {
  const colon = text.indexOf(':');
  const safe = text.slice(0, colon + 1) + text.slice(colon + 1).replaceAll(':', '\\:');
  return `'${safe.replaceAll("'", "'\\''")}'`;
}

function fish(tree: CommandHelp): string {
  const lines = flat(tree).flatMap(({ words, command }) => {
    const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`);
    const noChild = command.commands.length
      ? [`not __fish_seen_subcommand_from ${command.commands.map((child) => child.name).join(' ')}`]
      : [];
    const when = [...seen, ...noChild].join('; and ') || 'true';
    return [
      ...command.commands.map(
        (child) =>
          `complete -c gibbs -n ${fishQuote(when)} -f -a ${child.name} -d ${fishQuote(child.summary)}`,
      ),
      ...(words.length === 0 ? tree.options : command.options).map(
        (option) =>
          `complete -c gibbs${words.length === 0 ? '' : ` -n ${fishQuote(seen.join('; and '))}`} -l ${option.flag.slice(2)}` +
          `${option.takesValue ? ' -r' : ''}${option.choices.length ? ` -f -a ${fishQuote(option.choices.join(' '))}` : ''}` +
          ` -d ${fishQuote(option.description)}`,
      ),
    ];
  });
  return `# fish completion for gibbs\n${lines.join('\n')}\n`;
}

function fishQuote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function optionsFor(command: CommandHelp, tree: CommandHelp): CommandHelp['options'] {
  return command === tree ? tree.options : [...command.options, ...tree.options];
}

function flagsOf(command: CommandHelp, tree: CommandHelp): string[] {
  return optionsFor(command, tree).map((option) => option.flag);
}

function optionsOf(tree: CommandHelp): CommandHelp['options'] {
  const all = flat(tree).flatMap(({ command }) => command.options);
  return [...new Map(all.map((option) => [option.flag, option])).values()];
}
