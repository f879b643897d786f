import { expect, it } from 'vitest';
import * as tasks from '../src/tasks/index.js';

it('exports these names', () => {
  expect(Object.keys(tasks).sort().join(' ')).toMatchInlineSnapshot(
    `"DigitTraining NameDuel NextTokenTraining SequenceTraining XorTraining answerXor augmentImage bestLineForXor constructedXor drawDigit drawDigits drawName drawNameSentence drawSequenceBatch explainXor gates lookup nameCorpus readDigits readIdx runGateNetwork runNameDuel sequenceCodec sequenceTasks someDigits sweepXor trainQuery truthTable villageCorpus wordTokenizer xorScore"`,
  );
});
