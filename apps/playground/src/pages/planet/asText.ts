import { share, state } from './model.js';

/** The planet as a command line, with the machine at its mean power of the day. */
export function asCommand(): string {
  const { solar, albedo, greenhouse } = state.value;
  const watts = share.value === null ? '' : ` --watts ${Math.round(share.value.watts)}`;
  return `gibbs planet --solar ${solar} --albedo ${albedo} --greenhouse ${greenhouse}${watts}`;
}
