import { describe, expect, it } from 'vitest';
import { Message } from './protobuf.js';

const hex = (message: Message) => Buffer.from(message.finish()).toString('hex');

describe('protobuf messages', () => {
  // The first three are the worked examples of https://protobuf.dev/programming-guides/encoding.
  it('writes a number as a varint', () => expect(hex(new Message().int(1, 150))).toBe('089601'));
  it('writes text with its length', () =>
    expect(hex(new Message().text(2, 'testing'))).toBe('120774657374696e67'));
  it('writes a message within a message', () =>
    expect(hex(new Message().message(3, new Message().int(1, 150)))).toBe('1a03089601'));
  it('writes a negative number in ten bytes', () =>
    expect(hex(new Message().int(1, -2))).toBe('08feffffffffffffffff01'));
  it('writes a float as four bytes', () =>
    expect(hex(new Message().float(2, 1.5))).toBe('150000c03f'));
  it('writes field numbers above 15 with two bytes of key', () =>
    expect(hex(new Message().int(20, 7))).toBe('a00107'));
});
