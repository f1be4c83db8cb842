import type { Dice } from './dice.ts';

/** Another character of the same sort, so that the text stays well-formed; not at the end, where base64 has bits without meaning. */
export function otherCharacter(text: string, dice: Dice): string {
  const at = dice.between(0, text.length - 5);
  const other = /\d/.test(text[at] ?? '')
    ? String((Number(text[at]) + dice.between(1, 9)) % 10)
    : text[at] === 'a'
      ? 'b'
      : 'a';
  return text.slice(0, at) + other + text.slice(at + 1);
}
