/** A corpus small enough to see through: who does what with which thing is settled a few words earlier. */
import type { Uniform } from './names.js';

/**
 * Writes lines of life in a village, such as "in the morning the old baker sells bread because the bread is warm".
 *
 * Things follow from people, reasons from things, and each thing is named twice within five words.
 */
export function villageCorpus(lines: number, uniform: Uniform): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(uniform() * list.length)] as T;
  return Array.from({ length: lines }, () => {
    const [person, deeds] = pick(people);
    const [verb, things] = pick(deeds);
    const [thing, qualities] = pick(things);
    const when = uniform() < 0.5 ? `${pick(times)} ` : '';
    return `${when}the ${pick(ages)} ${person} ${verb} the ${thing} because the ${thing} is ${pick(qualities)} .`;
  }).join('\n');
}

const times = ['in the morning', 'at noon', 'in the evening', 'on sunday', 'after the rain'];
const ages = ['old', 'young', 'quiet', 'cheerful', 'tired'];

type Thing = readonly [string, readonly string[]];
type Deed = readonly [string, readonly Thing[]];

/** Who does what, with which things, and for what reasons. */
const people: readonly (readonly [string, readonly Deed[]])[] = [
  [
    'baker',
    [
      [
        'bakes',
        [
          ['bread', ['gone', 'wanted']],
          ['cake', ['sweet', 'wanted']],
        ],
      ],
      [
        'sells',
        [
          ['bread', ['warm', 'fresh']],
          ['roll', ['crisp', 'fresh']],
        ],
      ],
    ],
  ],
  [
    'sailor',
    [
      [
        'mends',
        [
          ['net', ['torn', 'old']],
          ['sail', ['torn', 'worn']],
        ],
      ],
      [
        'cleans',
        [
          ['boat', ['dirty', 'salty']],
          ['deck', ['dirty', 'wet']],
        ],
      ],
    ],
  ],
  [
    'gardener',
    [
      [
        'waters',
        [
          ['rose', ['dry', 'thirsty']],
          ['lawn', ['dry', 'brown']],
        ],
      ],
      [
        'cuts',
        [
          ['hedge', ['high', 'wild']],
          ['lawn', ['high', 'green']],
        ],
      ],
    ],
  ],
  [
    'smith',
    [
      [
        'mends',
        [
          ['plough', ['bent', 'worn']],
          ['bell', ['cracked', 'silent']],
        ],
      ],
      [
        'heats',
        [
          ['iron', ['cold', 'hard']],
          ['copper', ['cold', 'dull']],
        ],
      ],
    ],
  ],
  [
    'teacher',
    [
      [
        'reads',
        [
          ['letter', ['long', 'new']],
          ['book', ['long', 'good']],
        ],
      ],
      [
        'cleans',
        [
          ['board', ['full', 'dusty']],
          ['window', ['dusty', 'dull']],
        ],
      ],
    ],
  ],
  [
    'miller',
    [
      [
        'grinds',
        [
          ['wheat', ['ripe', 'dry']],
          ['barley', ['ripe', 'cheap']],
        ],
      ],
      [
        'sells',
        [
          ['flour', ['fine', 'white']],
          ['bran', ['cheap', 'good']],
        ],
      ],
    ],
  ],
];
