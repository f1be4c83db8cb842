import type { Dice } from '../../dice.ts';

/** What no field expects, as the JSON that is sent: numbers that JavaScript cannot hold are not made of numbers. */
const ODD_JSON: readonly string[] = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1.5', '1e3', '1e309', '-1e309', '1e-400', '9007199254740993'],
  ...[
    '99999999999999999999999999',
    '2147483648',
    '-2147483649',
    '""',
    '" "',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udfff\\ud800"',
  ],
  ...['"\\ufeff"', '"\\u202e"', '"\\u200b\\u200b"', '"\\r\\nX: y"', '"<script>alert(1)</script>"', `"' or 1=1 --"`],
  ...[
    '"../../etc/passwd"',
    '"%00"',
    '"%s%n"',
    '"$' + '{7*7}"',
    '"=cmd|1"',
    '"海马积分"',
    '"🐴"',
    '"e\u0301"',
    '"İ"',
    '"NaN"',
  ],
  ...['"__proto__"', '"constructor"', '"toString"', '[]', '[[]]', '[null]', '{}', '{"a":1}', '{"__proto__":{"a":1}}'],
  ...['{"constructor":{"prototype":{"allowed":true}}}', '{"toString":1,"valueOf":1}', '{"length":9}', '{"$ne":null}'],
  ...['"2026-02-30T25:61:61Z"', '"0000-00-00"', '"+275760-09-13T00:00:00Z"', '"::"', '"256.1.1.1"', '"1.1.1.1/99"'],
];

/** The same in a query, as it is sent. */
const ODD_QUERY: readonly string[] = [
  ...[
    '',
    '%',
    '%0',
    '%zz',
    '%00',
    '%ff%fe',
    '%c0%ae',
    '%ed%a0%80',
    '+',
    '%20',
    'null',
    'undefined',
    'NaN',
    '-1',
    '0',
    '1e9',
  ],
  ...['99999999999999999999', '1.5', '%5b%5d', '%7b%7d', '__proto__', 'constructor', '%27%20or%201%3d1', '2026-13-01'],
  ...['2026-01-01T00%3a00%3a00%2b99%3a99', '%f0%9f%90%b4', '%e6%b5%b7', '../..', '%2e%2e%2f', ';', '#', '%0d%0aX:%20y'],
];

const LENGTHS: readonly number[] = [1, 32, 33, 64, 65, 100, 128, 129, 256, 257, 512, 1_024, 4_096, 20_000];

export const oddJson = (dice: Dice): string =>
  dice.chance(0.2) ? JSON.stringify(longText(dice)) : dice.pick(ODD_JSON);

export const oddQuery = (dice: Dice): string =>
  dice.chance(0.1) ? encodeURIComponent('x'.repeat(Math.min(dice.pick(LENGTHS), 4_096))) : dice.pick(ODD_QUERY);

export const longText = (dice: Dice): string =>
  dice.pick(['x', '海', '🐴', '\\', '"', ' ']).repeat(dice.pick(LENGTHS) / 2 + 1);

/** Whatever bytes. */
export const noise = (dice: Dice, longest: number): Buffer =>
  Buffer.from(Array.from({ length: dice.between(1, longest) }, () => dice.between(0, 255)));
