import type { Dice } from '../../dice.ts';
import { noise, oddJson } from './odd-values.ts';

/** A place in a JSON value: whose member, and which. */
type Place = { readonly parent: Record<string, unknown>; readonly name: string };
type JsonMutation = (text: string, dice: Dice) => string | Buffer;

/** Stands for a text that is no JSON string until the mutant is written: `JSON.stringify` would make numbers harmless. */
const MARK = '@@odd@@';

/** The same body with one thing changed, which may be that it is JSON. */
export const mutateJson = (body: Buffer, dice: Dice): Buffer =>
  Buffer.from(dice.pick(MUTATIONS)(body.toString(), dice));

const inside =
  (change: (value: unknown, dice: Dice) => void): JsonMutation =>
  (text, dice) => {
    const value = parseIfJson(text);
    if (value === null) return `${text} `;
    change(value, dice);
    return textOf(value)?.replaceAll(`"${MARK}"`, () => oddJson(dice)) ?? `${text} `;
  };

/** Null: it is too deep to be written, having been spoilt already. */
function textOf(value: object): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

/** A body may have been spoilt already. */
function parseIfJson(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** Deeper than any body of ours: one that has been spoilt already may go on for thousands. */
const DEEPEST = 8;

function placesIn(value: unknown, deep = 0): Place[] {
  if (typeof value !== 'object' || value === null || deep > DEEPEST) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((name) => [{ parent, name }, ...placesIn(parent[name], deep + 1)]);
}

/** Another value in some place of it; `undefined`: none. */
const atAPlace = (other: (value: unknown, name: string, dice: Dice) => unknown): JsonMutation =>
  inside((whole, dice) => {
    const places = placesIn(whole);
    if (places.length === 0) return;
    const { parent, name } = dice.pick(places);
    parent[name] = other(parent[name], name, dice);
  });

const EXTRA_NAMES: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'user_id', 'id', 'amount_fen', 'points'],
  ...['status', 'is_admin', 'allowed', '', ' ', 'a/b~c', 'x'.repeat(300), '海马', '\u0000'],
];

const MUTATIONS: readonly JsonMutation[] = [
  ...[atAPlace(() => MARK), atAPlace(() => MARK), atAPlace(() => MARK), atAPlace(() => undefined)],
  atAPlace((value) => [value]),
  atAPlace((value, name) => ({ [name]: value })),
  atAPlace((value) => Number(value) || '1'),
  atAPlace((value) => String(value).toUpperCase()),
  atAPlace((value, _name, dice) => Array(dice.pick([2, 101, 1_001])).fill(value)),
  // Written as text: `__proto__` would be no member of an object.
  (text, dice) => text.replace(/^\{/, () => `{${JSON.stringify(dice.pick(EXTRA_NAMES))}:${oddJson(dice)},`),
  // The same name twice; the last one counts for JSON.parse, the first one for others.
  (text, dice) => text.replace(/^\{("(?:[^"\\]|\\.)*"):/, (_, name: string) => `{${name}:${oddJson(dice)},${name}:`),
  (text, dice) => `${'['.repeat(dice.between(1, 9_000))}${text}`,
  (text, dice) => {
    const depth = dice.between(1, 5_000);
    return `${'{"a":'.repeat(depth)}${text}${'}'.repeat(depth)}`;
  },
  (text) => `[${text}]`,
  (text) => `\ufeff${text}`,
  (text) => `${text}${text}`,
  (text, dice) => text.slice(0, dice.between(0, text.length)),
  (text, dice) => `${text}${' '.repeat(dice.pick([1, 32_768, 65_536]))}`,
  (text) => text.replaceAll('"', "'"),
  (text) => text.replaceAll(':', '=').replaceAll(',', '&'),
  (_, dice) => oddJson(dice),
  (_, dice) => noise(dice, 200),
  (text) => Buffer.from(text, 'utf16le'),
  (text, dice) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) bytes[dice.between(0, bytes.length - 1)] = dice.between(0, 255);
    return bytes;
  },
];
