import { expect } from 'chai';
import { canShow, valueFor } from '../../../../src/adapters/wechat/messages/field-values.ts';
import { NOTICE_WORDS, type WordKind } from '../../../../src/domain/identity/notice.ts';

describe('a value in a field of WeChat’s', () => {
  const written: readonly (readonly [WordKind, string, string, string])[] = [
    ['text', 'thing1', '入门包', '入门包'],
    ['text', 'thing1', '海'.repeat(20), '海'.repeat(20)],
    ['text', 'thing12', '海'.repeat(21), `${'海'.repeat(19)}…`],
    ['text', 'thing1', '🐴'.repeat(30), `${'🐴'.repeat(19)}…`],
    ['code', 'character_string1', 'a'.repeat(32), 'a'.repeat(32)],
    ['code', 'thing1', 'a'.repeat(32), `${'a'.repeat(19)}…`],
    ['fen', 'amount2', '990', '9.90元'],
    ['fen', 'amount2', '5', '0.05元'],
    ['fen', 'amount2', '50', '0.50元'],
    ['fen', 'amount2', '30000', '300.00元'],
    ['fen', 'amount2', '99999999999', '999999999.99元'],
    ['fen', 'number2', '990', '9.90'],
    ['fen', 'thing2', '990', '9.90元'],
    ['count', 'number3', '120', '120'],
    ['count', 'character_string3', '0', '0'],
    ['count', 'thing3', '120', '120'],
    ['instant', 'time4', '2026-01-15T04:05:06.789Z', '2026年1月15日 12:05'],
    ['instant', 'date4', '2025-12-31T16:00:00.000Z', '2026年1月1日 00:00'],
    ['instant', 'thing4', '2026-11-15T04:05:06.789Z', '2026年11月15日 12:05'],
    ['day', 'date5', '2026-01-31', '2026年1月31日'],
    ['day', 'time5', '2026-01-31', '2026年1月31日 23:59'],
    ['day', 'thing5', '2026-12-31', '2026年12月31日'],
  ];
  for (const [word, field, value, text] of written) {
    it(`writes the ${word} ${value} into ${field} as ${text}`, () => {
      expect(valueFor(word, field, value)).to.equal(text);
    });
  }

  const impossible: readonly (readonly [WordKind, string])[] = [
    ['text', 'amount1'],
    ['text', 'phrase1'],
    ['text', 'thing'],
    ['text', '1'],
    ['text', 'thing1x'],
    ['fen', 'time1'],
    ['count', 'amount1'],
    ['instant', 'number1'],
    ['day', 'constructor1'],
  ];
  for (const [word, field] of impossible) {
    it(`cannot write a ${word} into ${field}`, () => {
      expect(canShow(word, field)).to.equal(false);
    });
  }

  it('can write each of our words into a field of kind thing', () => {
    const words = Object.values(NOTICE_WORDS).flatMap((each): WordKind[] => Object.values(each));
    expect(words.filter((word) => !canShow(word, 'thing1'))).to.deep.equal([]);
  });
});
