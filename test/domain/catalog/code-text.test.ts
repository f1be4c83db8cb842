import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { CODE_RANDOM_BYTES, codeFrom, printedCode, readCode } from '../../../src/domain/catalog/code-text.ts';

const random = fc.uint8Array({ minLength: CODE_RANDOM_BYTES, maxLength: CODE_RANDOM_BYTES });

describe('the text of a redemption code', () => {
  it('is sixteen letters and digits in four groups, none of which is mistaken for another', () => {
    fc.assert(
      fc.property(random, (bytes) => {
        expect(printedCode(codeFrom(bytes))).to.match(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      }),
    );
  });

  it('differs with each of the 75 bits that make it', () => {
    const all = new Set<string>([codeFrom(new Uint8Array(CODE_RANDOM_BYTES))]);
    for (let bit = 0; bit < 75; bit++) {
      const bytes = new Uint8Array(CODE_RANDOM_BYTES);
      bytes[CODE_RANDOM_BYTES - 1 - Math.floor(bit / 8)] = 1 << (bit % 8);
      all.add(codeFrom(bytes));
    }
    expect(all.size).to.equal(76);
  });

  it('is read however it is typed', () => {
    const code = codeFrom(randomBytes(CODE_RANDOM_BYTES));
    const printed = printedCode(code);
    const typed = [printed, printed.toLowerCase(), ` ${printed} `, code, printed.replaceAll('-', ' ')];
    typed.push(code.replaceAll('0', 'O').replaceAll('1', 'l'), code.replaceAll('0', 'o').replaceAll('1', 'I'));
    for (const text of typed) expect(readCode(text), text).to.equal(code);
  });

  it('is not read with one character in the place of another', () => {
    fc.assert(
      fc.property(random, fc.nat(15), fc.integer({ min: 1, max: 31 }), (bytes, at, by) => {
        const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        const code = codeFrom(bytes);
        const other = alphabet[(alphabet.indexOf(code[at] as string) + by) % 32];
        expect(readCode(code.slice(0, at) + other + code.slice(at + 1))).to.equal(null);
      }),
    );
  });

  it('is nothing else', () => {
    const code = codeFrom(randomBytes(CODE_RANDOM_BYTES));
    for (const text of [
      '',
      code.slice(1),
      `${code}0`,
      `U${code.slice(1)}`,
      `${code.slice(1)}!`,
      '兑换码',
      'ss_live_x',
    ]) {
      expect(readCode(text), text).to.equal(null);
    }
  });
});
