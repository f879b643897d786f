/** What the page that runs code offers as completions: every export with its types, and the members of every class. */
import { firstSentence } from '../src/pages/api/firstSentence.js';
import type { Word, Words } from '../src/pages/run/words.js';
import { reference } from './reference.js';

export function words(): Words {
  const modules = reference().filter(({ name }) => name !== '@gibbs/nn/files');
  const types: Record<string, Word[]> = {};
  for (const { members, name } of modules.flatMap(({ entries }) => entries)) {
    if (members.length === 0) continue;
    types[name] = members
      .filter((member) => member.name !== 'constructor')
      .map((member) => ({
        name: member.name,
        signature: short(member.signature),
        doc: firstSentence(member.doc),
        gives: resultOf(member.signature),
      }));
  }
  return {
    modules: Object.fromEntries(
      modules.map(({ name, entries }) => [
        name,
        entries
          .filter(({ typeOnly, kind }) => !typeOnly && kind !== 'interface' && kind !== 'type')
          .map((entry) => ({
            name: entry.name,
            signature: short(
              entry.members.find((each) => each.name === 'constructor')?.signature ??
                entry.signature,
            ),
            doc: firstSentence(entry.doc.text),
            gives: plain(entry.gives),
          })),
      ]),
    ),
    types,
  };
}

/** The type that a member's signature ends with, where it is a plain name. */
function resultOf(signature: string): string | null {
  return plain(/:\s*([A-Z]\w*)(?:<[\s\S]*>)?$/.exec(signature)?.[1] ?? null);
}

/** Broadcasting and products give tensors, whatever their shapes. */
function plain(type: string | null): string | null {
  return type !== null && /^(?:BroadcastResult|MatmulShape|Unary|Binary)$/.test(type)
    ? 'Tensor'
    : type;
}

function short(signature: string): string {
  const flat = signature.replaceAll(/\s+/g, ' ');
  return flat.length > 160 ? `${flat.slice(0, 159)}…` : flat;
}
