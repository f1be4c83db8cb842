import { expect } from 'chai';
import { isNickname } from '../../../src/domain/identity/nickname.ts';

const FAMILY = '👨‍👩‍👧‍👦';

describe('a nickname', () => {
  const good: Readonly<Record<string, string>> = {
    'one character': '马',
    'twenty characters': '海'.repeat(20),
    'twenty families, as people count them': FAMILY.repeat(20),
    'accents on their letters': 'e\u0301'.repeat(20),
    'blanks between words': '小 海马',
    'one emoji': '🐴',
  };
  for (const [what, text] of Object.entries(good)) {
    it(`may be ${what}`, () => {
      expect(isNickname(text)).to.equal(true);
    });
  }

  const bad: Readonly<Record<string, string>> = {
    nothing: '',
    'twenty-one characters': '海'.repeat(21),
    'twenty-one families': FAMILY.repeat(21),
    blanks: '\u3000 ',
    'what nobody can see': '\u200b\u2060\ufeff',
    'a letter that is not seen': '\u3164',
    'two lines': 'a\u2028b',
    'text that runs backwards': 'gpj.\u202eexe',
    'a character with a thousand accents': `e${'\u0301'.repeat(1_000)}`,
  };
  for (const [what, text] of Object.entries(bad)) {
    it(`is not ${what}`, () => {
      expect(isNickname(text)).to.equal(false);
    });
  }
});
