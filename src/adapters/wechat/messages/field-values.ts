import type { WordKind } from '../../../domain/identity/notice.ts';
import { beijingTimeOf } from '../../../domain/shared/beijing-time.ts';

/** The kinds of field that a template of WeChat has (订阅消息参数值内容限制), as far as we have something to write into them. */
export type FieldKind = 'thing' | 'character_string' | 'amount' | 'number' | 'time' | 'date';

type Writer = (word: string) => string;

const thing = { longest: 20, cut: '…' } as const;
const asThing: Writer = (text) => {
  const characters = [...text];
  if (characters.length <= thing.longest) return text;
  return [...characters.slice(0, thing.longest - thing.cut.length), thing.cut].join('');
};
const yuan: Writer = (fen) => `${fen.slice(0, -2) || '0'}.${fen.slice(-2).padStart(2, '0')}`;
/** `2026-01-15` as `2026年1月15日` */
const chineseDay: Writer = (day) => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
};
const chineseTime: Writer = (instant) => {
  const [day = '', clock = ''] = beijingTimeOf(new Date(instant)).split(' ');
  return `${chineseDay(day)} ${clock.slice(0, 5)}`;
};
const asItIs: Writer = (word) => word;
const withYuan: Writer = (fen) => `${yuan(fen)}元`;
const endOfDay: Writer = (day) => `${chineseDay(day)} 23:59`;

/** How each of our values is written into each kind of field that can show it. WeChat refuses a whole message for one wrong value. */
const WRITERS: Readonly<Record<WordKind, Readonly<Partial<Record<FieldKind, Writer>>>>> = {
  text: { thing: asThing },
  code: { character_string: asItIs, thing: asThing },
  fen: { amount: withYuan, thing: withYuan, number: yuan },
  count: { number: asItIs, character_string: asItIs, thing: asItIs },
  instant: { time: chineseTime, date: chineseTime, thing: chineseTime },
  day: { date: chineseDay, time: endOfDay, thing: chineseDay },
};

/** By a field's name, such as `thing1`: a kind, and a number that tells fields of it apart. */
function writerFor(word: WordKind, field: string): Writer | undefined {
  const kind = /^([a-z_]+)\d+$/.exec(field)?.[1] ?? '';
  return Object.hasOwn(WRITERS[word], kind) ? WRITERS[word][kind as FieldKind] : undefined;
}

/** The kinds of field that can show such a value. */
export const fieldKindsFor = (word: WordKind): readonly string[] => Object.keys(WRITERS[word]);

export const canShow = (word: WordKind, field: string): boolean => writerFor(word, field) !== undefined;

export function valueFor(word: WordKind, field: string, value: string): string {
  const write = writerFor(word, field);
  if (!write) throw new Error(`${field} cannot show a ${word}`);
  return write(value);
}
