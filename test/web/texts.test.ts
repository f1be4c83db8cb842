import { expect } from 'chai';
import { KNOWN_PROBLEMS } from '../../web/shared/api/problem.ts';
import { en } from '../../web/shared/texts/en.ts';
import { wordsOf } from '../../web/shared/texts/words-of.ts';
import { zh } from '../../web/shared/texts/zh.ts';
import { aProblem } from './an-order.ts';

/** Every text by its place: functions are asked with something in each blank. */
function textsIn(value: unknown, at = ''): readonly (readonly [place: string, text: string])[] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value === 'function') return textsIn(value('①', '②'), at);
  return Object.entries(value as object).flatMap(([name, held]) => textsIn(held, `${at}.${name}`));
}

describe('the texts', () => {
  it('stand at the same places in both languages, and none is empty', () => {
    expect(textsIn(en).map(([place]) => place)).to.deep.equal(textsIn(zh).map(([place]) => place));
    expect([...textsIn(en), ...textsIn(zh)].filter(([, text]) => text.trim() === '')).to.deep.equal([]);
  });

  it('say what they are given', () => {
    const given = (texts: unknown) => textsIn(texts).flatMap(([place, text]) => (/①/.test(text) ? [place] : []));
    expect(given(en)).to.deep.equal(given(zh)).and.not.to.deep.equal([]);
  });

  it('are Chinese here and English there, but for the name of the other language', () => {
    const own = (texts: unknown) => textsIn(texts).filter(([place]) => !/\.language\./.test(place));
    const chinese = (text: string): boolean => /\p{Script=Han}/u.test(text);
    expect(own(en).filter(([, text]) => chinese(text))).to.deep.equal([]);
    expect(own(zh).filter(([, text]) => !chinese(text) && !/^[①②。]+$/.test(text))).to.deep.equal([]);
  });

  it('tell nobody who may have paid that he has failed', () => {
    expect(
      [...textsIn(en), ...textsIn(zh)].filter(([, text]) => /支付失败|付款失败|payment failed/i.test(text)),
    ).to.deep.equal([]);
  });

  it('know every problem that the pages expect, and have words for all others', () => {
    for (const texts of [zh, en]) {
      expect(Object.keys(texts.problems)).to.have.members([...KNOWN_PROBLEMS]);
      expect(wordsOf(texts, aProblem('package_closed'))).to.equal(texts.problems.package_closed);
      expect(wordsOf(texts, aProblem('constructor'))).to.equal(texts.trouble);
    }
  });
});
