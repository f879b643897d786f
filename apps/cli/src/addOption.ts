import { type Command, Option } from 'commander';

/** Adds one option: its flags, what it means, how its value is read, and what it is unless told. */
export type AddOption = (
  flags: string,
  what: string,
  check: (text: string) => unknown,
  value?: unknown,
) => void;

/** Adds options to a command, one line each. */
export function adderOf(command: Command): AddOption {
  return (flags, what, check, value) => {
    const option = new Option(flags, what).argParser(check);
    command.addOption(value === undefined ? option : option.default(value));
  };
}
