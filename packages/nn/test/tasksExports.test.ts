import { expect, it } from 'vitest';
import * as tasks from '../src/tasks/index.js';

it('exports these names', () => {
  expect(Object.keys(tasks).sort().join(' ')).toMatchInlineSnapshot(
    `"DigitReader DigitTraining NameDuel NameStudents NextTokenModel NextTokenTraining SequenceTraining TextTraining XorTraining addByGates allGates answerXor augmentImage bestLineForXor centreDigit constructGate constructedXor drawDigit drawDigits drawName drawNameSentence drawSequenceBatch explainXor flipDigit fullAdder gates halfAdder inkStrokes lookup lookupTensors nameCorpus nameSwitches penDigit readDigits readIdx runGateNetwork runNameDuel runSteps sequenceCodec sequenceTasks someDigits sweepXor teachDigits trainQuery truthTable villageCorpus wordTokenizer xorScore"`,
  );
});
