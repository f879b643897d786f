import { describe, expect, it } from 'vitest';
import { sequenceTasks } from './sequences.js';
import { SequenceTraining } from './sequenceTraining.js';

describe('learning a sequence task', () => {
  it('gets short reversals right, whole answers to new problems', () => {
    const training = new SequenceTraining({
      task: 'reverse',
      size: 3,
      steps: 250,
      batch: 32,
      channels: 32,
    });
    while (training.step < training.steps) training.advance();
    expect(training.score()).toBeGreaterThan(0.8);
    const answers = ['ab', 'fe', 'hgc'].map((prompt) => training.answer(prompt));
    const right = ['ab', 'fe', 'hgc'].map((prompt) => sequenceTasks.reverse.solve(prompt));
    expect(answers.filter((answer, i) => answer === right[i]).length).toBeGreaterThanOrEqual(2);
    training.dispose();
  });

  it('makes room for the longest problem of every task', () => {
    for (const task of Object.values(sequenceTasks)) {
      const training = new SequenceTraining({ task: task.name, size: 4, steps: 20, channels: 16 });
      for (let i = 0; i < 5; i++) expect(training.advance()).toBeGreaterThan(0);
      training.dispose();
    }
  });

  it('refuses a prompt too long for it', () => {
    const training = new SequenceTraining({ task: 'parity', size: 2 });
    expect(() => training.answer('010101')).toThrow(
      'SequenceTraining: a prompt may have 4 symbols, got 6.',
    );
    training.dispose();
  });
});
