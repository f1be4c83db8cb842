import { alsoHeader, type WireRequest, withHeader, withoutHeader } from '../../../support/http/wire-request.ts';
import type { Dice } from '../../dice.ts';
import { mutateJson } from './json-mutations.ts';
import { noise, oddQuery } from './odd-values.ts';

type Mutation = (request: WireRequest, dice: Dice) => WireRequest;

const isJson = ({ headers, body }: WireRequest): boolean =>
  body !== null && headers.some(([name, value]) => name === 'Content-Type' && value === 'application/json');

const mutateBody: Mutation = (request, dice) =>
  request.body !== null && isJson(request)
    ? { ...request, body: mutateJson(request.body, dice) }
    : { ...withHeader(request, 'Content-Type', 'application/json'), body: mutateJson(Buffer.from('{"a":1}'), dice) };

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH'];
const mutateMethod: Mutation = (request, dice) => ({ ...request, method: dice.pick(METHODS) });

/** Of one part of the path, or of all of it. */
const mutatePath: Mutation = (request, dice) => {
  const parts = request.path.split('/');
  const at = dice.between(1, parts.length - 1);
  const before = parts[at] ?? '';
  parts[at] = dice.pick([
    ...[before.toUpperCase(), `${before}/`, `/${before}`, `.${before}`, '..', '%2e%2e', '%2f', '%', '%zz', '%00', ''],
    ...[
      before.slice(0, -1),
      `${before}0`,
      before.replace(/\d/, 'f'),
      `${before}%20`,
      // Another letter than what stands for tokens: paths are logged, and tokens must not be.
      'y'.repeat(2_000),
      `${before};a=b`,
    ],
    ...[
      '__proto__',
      'constructor',
      'undefined',
      `${before}?`,
      `${before}#`,
      '%F0%9F%90%B4',
      '\u00e9',
      encodeURI(before),
    ],
  ]);
  return { ...request, path: parts.join('/') };
};

const QUERY_NAMES = ['limit', 'cursor', 'status', 'user_id', 'order_id', 'days', 'key', 'month', 'kind', 'external_id'];
const ODD_NAMES = ['__proto__', 'constructor', 'limit[]', 'limit[a]', '', 'toString', '%00', 'x'.repeat(500)];
const mutateQuery: Mutation = (request, dice) => {
  const [first, ...rest] = dice.shuffled(request.query);
  if (first && dice.chance(0.5)) return { ...request, query: [[first[0], oddQuery(dice)], ...rest] };
  if (first && dice.chance(0.3)) return { ...request, query: [...request.query, first] };
  const added = [dice.pick(dice.chance(0.7) ? QUERY_NAMES : ODD_NAMES), oddQuery(dice)] as const;
  return { ...request, query: dice.chance(0.1) ? Array(500).fill(added) : [...request.query, added] };
};

const TYPES: readonly string[] = [
  ...[
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'image/png',
    '',
    ';',
  ],
  ...[
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/json;charset="',
    'APPLICATION/JSON',
  ],
  ...[
    'application/json, text/html',
    'application/vnd.api+json',
    'application/json; charset=utf-8',
    '*/*',
    'x'.repeat(3_000),
  ],
];
const ENCODINGS = ['gzip', 'deflate', 'br', 'identity', 'zstd', 'gzip, gzip', 'x'.repeat(300), ''];
const mutateContentType: Mutation = (request, dice) =>
  dice.chance(0.7)
    ? withHeader(request, 'Content-Type', dice.pick(TYPES))
    : withHeader(request, 'Content-Encoding', dice.pick(ENCODINGS));

const ODD_HEADERS: readonly (readonly [string, string])[] = [
  ['Cookie', 'a=b; __proto__=c;;=;"\u00ff'],
  ['Accept', 'a/b;q=;;,,'],
  ['Accept-Language', '*;q=x'],
  ['If-None-Match', 'W/"'],
  ['Range', 'bytes=9-0,-1'],
  ['Origin', 'null'],
  ['X-Forwarded-For', '127.0.0.1, ::1, nobody'],
  ['X-Forwarded-Host', 'evil.example'],
  ['Forwarded', 'for="[::1]";proto=gopher'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['X-Request-Id', 'x'.repeat(4_000)],
  ['X-Request-Id', '\u00e9\u00ff{{7*7}}'],
  ['traceparent', '00-zz-zz-zz'],
  ['Idempotency-Key', 'x'.repeat(129)],
  ['Idempotency-Key', ''],
  ['Idempotency-Key', 'a b\u00e9'],
  ['Seahorse-Signature', 'v1=zz'],
  ['Seahorse-Signature', `v1=${'0'.repeat(64)}`],
  ['Seahorse-Key-Id', `sgn_${'0'.repeat(32)}`],
  ['Seahorse-Timestamp', '99999999999999'],
  ['X-Client-Platform', '__proto__'],
  ['Expect', '100-continue'],
  ['Connection', 'Upgrade'],
  ['Upgrade', 'h2c'],
  ['Host', 'evil.example'],
];
const mutateHeader: Mutation = (request, dice) => {
  const [name, value] = dice.pick(ODD_HEADERS);
  if (dice.chance(0.2)) return alsoHeader(alsoHeader(request, name, value), name, value);
  return dice.chance(0.2) ? withoutHeader(request, name) : withHeader(request, name, value);
};

const mutateToken: Mutation = (request, dice) => {
  const sent = request.headers.find(([name]) => name === 'Authorization')?.[1] ?? 'Bearer hss_0';
  const other = dice.pick([
    ...['', 'Bearer', 'Bearer ', 'Basic YTpi', `${sent}x`, sent.slice(0, -1), sent.toUpperCase(), `${sent} ${sent}`],
    ...[sent.replace('Bearer', 'bearer'), `${sent},${sent}`, 'Bearer \u00ff', `Bearer ${'x'.repeat(4_000)}`, 'null'],
  ]);
  return dice.chance(0.1) ? alsoHeader(request, 'Authorization', other) : withHeader(request, 'Authorization', other);
};

const replaceBody: Mutation = (request, dice) => ({ ...request, body: dice.pick([null, noise(dice, 3_000)]) });

const MUTATIONS: readonly Mutation[] = [
  ...[mutateBody, mutateBody, mutateBody, mutateBody, mutateQuery, mutateQuery, mutatePath, mutateHeader, mutateToken],
  ...[mutateContentType, mutateMethod, replaceBody],
];

/** None, one or a few things wrong with it. */
export function mutateRequest(request: WireRequest, dice: Dice): WireRequest {
  let mutant = request;
  for (let left = dice.pick([0, 1, 1, 1, 1, 2, 3]); left > 0; left--) mutant = dice.pick(MUTATIONS)(mutant, dice);
  return mutant;
}
