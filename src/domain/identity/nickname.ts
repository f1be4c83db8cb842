import { NICKNAME_MAX_LENGTH } from './user.ts';

const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** One character may be a family of eleven code units, or carry a thousand accents: the latter is not meant. */
const MOST_CODE_UNITS = 12 * NICKNAME_MAX_LENGTH;
/** Ends of lines, and what makes the text beside it run backwards. */
const DISTURBING = /[\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const VISIBLE = /[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u;

/** 1 to 20 characters, as people count them, on one line, with something to see. */
export function isNickname(text: string): boolean {
  if (text.length > MOST_CODE_UNITS || DISTURBING.test(text) || !VISIBLE.test(text)) return false;
  return [...characters.segment(text)].length <= NICKNAME_MAX_LENGTH;
}
