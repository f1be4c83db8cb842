import { expect } from 'chai';
import fc from 'fast-check';
import {
  flawOf,
  formatToken,
  hintOf,
  isWellFormed,
  TOKEN_RANDOM_BYTES,
} from '../../../src/domain/keyvault/key-token.ts';

const anyRandom = fc.uint8Array({ minLength: TOKEN_RANDOM_BYTES, maxLength: TOKEN_RANDOM_BYTES });
const anyToken = anyRandom.map((random) => formatToken('sk_live_', random));
const zeros = new Uint8Array(TOKEN_RANDOM_BYTES);

describe('a key token', () => {
  it('holds 192 random bits', () => {
    expect(TOKEN_RANDOM_BYTES * 8).to.equal(192);
    expect(() => formatToken('sk_live_', zeros.subarray(1))).to.throw(RangeError);
  });

  it('is a prefix and 39 letters and digits, also for the smallest and largest value', () => {
    for (const random of [zeros, zeros.map(() => 255)]) {
      expect(formatToken('sk_live_', random)).to.match(/^sk_live_[0-9A-Za-z]{39}$/);
    }
  });

  it('loses no random bit: other bits, other token', () => {
    const anyBit = fc.nat({ max: TOKEN_RANDOM_BYTES * 8 - 1 });
    fc.assert(
      fc.property(anyRandom, anyBit, (random, bit) => {
        const other = Uint8Array.from(random);
        other[bit >> 3] = (other[bit >> 3] as number) ^ (1 << (bit & 7));
        return formatToken('sk_live_', other) !== formatToken('sk_live_', random);
      }),
    );
  });

  it('is told what is wrong with it, the first thing first', () => {
    const token = formatToken('sk_live_', zeros);
    const other = token.endsWith('0') ? '1' : '0';
    const flaws = [
      token,
      `x${token}`,
      `${token}0`,
      token.slice(0, -1),
      token.replace(/.$/, '-'),
      token.slice(0, -1) + other,
    ];
    expect(flaws.map((text) => flawOf('sk_live_', text))).to.deep.equal([
      ...[null, 'wrong_prefix', 'wrong_length', 'wrong_length', 'wrong_character', 'wrong_checksum'],
    ]);
  });

  it('is recognised as well-formed', () => {
    fc.assert(fc.property(anyToken, (token) => isWellFormed('sk_live_', token)));
  });

  it('is refused when any one character has changed', () => {
    const anyChange = fc.record({
      token: anyToken,
      at: fc.nat({ max: 46 }),
      to: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    });
    fc.assert(
      fc.property(anyChange, ({ token, at, to }) => {
        fc.pre(token[at] !== to);
        return !isWellFormed('sk_live_', token.slice(0, at) + to + token.slice(at + 1));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused when a letter is replaced by one that shares its low byte', () => {
    const token = formatToken('sk_live_', zeros);
    for (let at = 0; at < token.length; at++) {
      const alias = String.fromCharCode(token.charCodeAt(at) + 0x100);
      expect(isWellFormed('sk_live_', token.slice(0, at) + alias + token.slice(at + 1)), `at ${at}`).to.equal(false);
    }
  });

  it('is refused when two neighbours are swapped, and when it is cut off or goes on', () => {
    fc.assert(
      fc.property(anyToken, fc.integer({ min: 8, max: 45 }), (token, at) => {
        const [a, b] = [token.charAt(at), token.charAt(at + 1)];
        fc.pre(a !== b);
        return !isWellFormed('sk_live_', token.slice(0, at) + b + a + token.slice(at + 2));
      }),
    );
    const token = formatToken('sk_live_', zeros);
    expect(isWellFormed('sk_live_', token.slice(0, -1))).to.equal(false);
    expect(isWellFormed('sk_live_', `${token}0`)).to.equal(false);
    expect(isWellFormed('sk_live_', `${token}\n`)).to.equal(false);
    expect(isWellFormed('sk_live_', '')).to.equal(false);
  });

  it('of a service is not one of a customer', () => {
    const ofService = formatToken('ss_live_', zeros);
    expect(isWellFormed('ss_live_', ofService)).to.equal(true);
    expect(isWellFormed('sk_live_', ofService)).to.equal(false);
    expect(isWellFormed('sk_live_', ofService.replace('ss_', 'sk_'))).to.equal(false);
  });

  it('is shown by four characters at each end', () => {
    expect(hintOf('sk_live_', `sk_live_aB3d${'x'.repeat(31)}9xYz`)).to.equal('sk_live_aB3d…9xYz');
  });
});
