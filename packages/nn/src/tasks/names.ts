/**
 * Names nobody bears and sentences to put them in: "… they call me Sorthy, and the kettle hums, so my name is Sorthy."
 *
 * The name stands anywhere in the first part and is wanted again at the end. Openings and clauses between move both
 * its place and its distance from the end, and the wording changes, so no fixed place and no fixed word says where it is.
 */

/** Uniform numbers in [0, 1): all chance in this file. */
export type Uniform = () => number;

/** A sentence as pieces of text; `name` is wanted after the last of `before`, and `end` after the name. */
export interface NameSentence {
  /** Text up to the place where the name is wanted, the first mention included, cut at its spaces. */
  before: string[];
  /** Which piece of `before` is the first mention. */
  mention: number;
  /** The name as it stands in the text, with the space before it. */
  name: string;
  end: string;
}

/** How sentences vary. `fixed` puts the same words around every name: it always stands in the same place. */
export type NamePosition = 'varying' | 'fixed';

/** Draws a pronounceable name of two or three syllables; about 50 million are possible. */
export function drawName(uniform: Uniform): string {
  const syllables = uniform() < 0.6 ? 2 : 3;
  let name = '';
  for (let i = 0; i < syllables; i++) {
    if (i > 0 || uniform() < 0.8) name += pick(onsets, uniform);
    name += pick(vowels, uniform);
    if (uniform() < 0.5) name += pick(codas, uniform);
  }
  return capitalised(name);
}

/** Draws a sentence about a name. */
export function drawNameSentence(
  name: string,
  uniform: Uniform,
  position: NamePosition = 'varying',
): NameSentence {
  const vary = position === 'varying';
  const openings = vary ? count(3, uniform) : 0;
  const clauses = vary ? count(5, uniform) : 0;
  const before: string[] = [];
  for (let i = 0; i < openings; i++) before.push(...words(`${capitalised(drawClause(uniform))}.`));
  before.push(...words(capitalised(vary ? pick(introductions, uniform) : "I'm called")));
  const mention = before.length;
  before.push(` ${name}`, ',');
  for (let i = 0; i < clauses; i++) before.push(...words(`and ${drawClause(uniform)},`));
  before.push(...words(vary ? pick(conclusions, uniform) : 'so my name is'));
  // The text begins without a space.
  before[0] = (before[0] as string).trimStart();
  return { before, mention: mention, name: ` ${name}`, end: '.' };
}

/**
 * Writes lines of such sentences, each about a name of its own: text to train a tokenizer on.
 *
 * The names are drawn as the duel draws its own, so that the pieces a tokenizer learns here serve there.
 */
export function nameCorpus(lines: number, uniform: Uniform): string {
  const text: string[] = [];
  for (let i = 0; i < lines; i++) {
    const { before, name, end } = drawNameSentence(drawName(uniform), uniform);
    text.push(`${before.join('')}${name}${end}`);
  }
  return text.join('\n');
}

/** "the old kettle hums by the door" */
function drawClause(uniform: Uniform): string {
  const adjective = uniform() < 0.7 ? `${pick(adjectives, uniform)} ` : '';
  const place = uniform() < 0.6 ? ` ${pick(places, uniform)}` : '';
  return `the ${adjective}${pick(nouns, uniform)} ${pick(verbs, uniform)}${place}`;
}

/** Cuts at spaces and leaves each space with the word after it, as byte-pair tokenizers do. */
const words = (text: string): string[] => text.split(' ').map((word) => ` ${word}`);
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const count = (choices: number, uniform: Uniform): number => Math.floor(uniform() * choices);
const pick = <T>(list: readonly T[], uniform: Uniform): T =>
  list[Math.floor(uniform() * list.length)] as T;

// Listed twice: drawn twice as often.
const onsets =
  'b c d f g h j k k l l m m n n p r r s s t t v v w y z br ch dr fr gr kr kl pr sh st th tr'.split(
    ' ',
  );
const vowels = 'a a a e e e i i o o u ai ea ey ia io ee'.split(' ');
const codas = 'n n n r r l l s m t d th nd sh x k rn'.split(' ');

const introductions = [
  "I'm called",
  'they call me',
  'you may call me',
  'my friends call me',
  'everyone here calls me',
  'I was once called',
  'people know me as',
  "at home I'm called",
];
const conclusions = [
  'so my name is',
  'and so my name is',
  'which means my name is',
  'so of course my name is',
  'as I said, my name is',
];
const adjectives =
  'old quiet small grey warm early narrow bright heavy green slow broken little long cold'.split(
    ' ',
  );
const nouns =
  'river kettle garden letter bridge window market engine harbour mountain table winter lantern orchard road train'.split(
    ' ',
  );
const verbs = 'waits turns sleeps shines hums listens stays falls opens rests sings leans'.split(
  ' ',
);
const places = [
  'by the door',
  'under the snow',
  'near the sea',
  'all day',
  'before noon',
  'in the rain',
  'at night',
  'behind the hill',
  'after lunch',
  'without a sound',
];
