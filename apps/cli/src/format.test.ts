import { describe, expect, it } from 'vitest';
import { csvText, eventLine } from './format.js';
import { wantsColour } from './style.js';

describe('csvText', () => {
  it('quotes only what needs it', () => {
    expect(
      csvText([
        ['name', 'value'],
        ['a,b', 1],
        ['say "hi"', 0.5],
      ]),
    ).toBe('name,value\n"a,b",1\n"say ""hi""",0.5\n');
  });
});

describe('eventLine', () => {
  it('is one line of JSON with the version of its form', () => {
    expect(eventLine('step', { loss: 0.5, text: 'a\nb' })).toBe(
      '{"v":1,"type":"step","loss":0.5,"text":"a\\nb"}\n',
    );
  });
});

describe('wantsColour', () => {
  it('follows the flag, NO_COLOR, FORCE_COLOR and the terminal, in this order', () => {
    expect(wantsColour(true, true, {})).toBe(true);
    expect(wantsColour(false, true, {})).toBe(false);
    expect(wantsColour(true, false, { FORCE_COLOR: '1' })).toBe(false);
    expect(wantsColour(true, true, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(wantsColour(true, true, { NO_COLOR: '' })).toBe(true);
    expect(wantsColour(false, true, { FORCE_COLOR: '1' })).toBe(true);
    expect(wantsColour(true, true, { TERM: 'dumb' })).toBe(false);
  });
});
