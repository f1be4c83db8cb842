import { ENTRIES, type Entry } from '../../../http/access/routes.ts';
import { type Asked, IP, type World } from '../../../http/access/world.ts';
import { internalDocument } from '../../../support/http/check-contract.ts';
import type { WireRequest } from '../../../support/http/wire-request.ts';
import type { Dice } from '../../dice.ts';
import { type Known, type Schema, valueFor } from './from-schema.ts';
import { FULL_REQUESTS } from './full-requests.ts';

/** A request that is right, and the route that it goes to. */
export type Good = { readonly route: string; readonly request: WireRequest };

/** What may stand where a field or a parameter is called so. */
const knownIn = (world: World): Known => ({
  api_key: [world.key.token, 'sk_live_x'],
  api: ['image.recognize', 'text.moderate'],
  client_ip: [IP, '2001:db8::1'],
  user_id: [world.person.id],
  external_id: [world.externalId],
  package_ids: ['small', world.packageId],
  success_url: ['https://shop.example/paid'],
  cancel_url: ['https://shop.example/'],
  idempotency_key: ['again', `call-${Math.random()}`],
});
const PATH_IDS: Readonly<Record<string, (world: World) => string>> = {
  usage: ({ usageId }) => usageId,
  holds: ({ holdId }) => holdId,
  'checkout-sessions': ({ checkoutId }) => checkoutId,
  users: ({ person }) => person.id,
};

/** Of a route by chance: of the internal API what its document admits, of all others what they are known to take. */
export function aGoodRequest(world: World, routes: readonly string[], dice: Dice): Good {
  const route = dice.pick(routes);
  const described = dice.chance(0.5) ? fromDocument(route, world, dice) : null;
  return { route, request: described ?? fromEntry(route, world, dice) };
}

type Operation = {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
};

/** Null: the document does not know this route. */
function fromDocument(route: string, world: World, dice: Dice): WireRequest | null {
  const [method, full] = route.split(' ') as [string, string];
  const template = full.replace('/internal/v1', '').replace(/:(\w+)/g, '{$1}');
  const operation = internalDocument.paths[template]?.[method.toLowerCase()] as unknown as Operation | undefined;
  if (!operation) return null;
  const known = knownIn(world);
  const schema = operation.requestBody?.content['application/json']?.schema;
  const id = PATH_IDS[template.split('/')[1] ?? '']?.(world) ?? '';
  const query = operation.parameters.filter((each) => each.in === 'query');
  return {
    ...{ method, path: `/internal/v1${template.replace('{id}', id)}` },
    query: query.map(({ name, schema }) => [name, encodeURIComponent(String(valueFor(schema, known, dice, name)))]),
    headers: headersFor(schema !== undefined),
    body: schema ? Buffer.from(JSON.stringify(valueFor(schema, known, dice))) : null,
  };
}

function fromEntry(route: string, world: World, dice: Dice): WireRequest {
  const others = FULL_REQUESTS[route] ?? [];
  const ask = dice.pick([...others, (ENTRIES[route] as Entry).ask ?? (() => bare(route))]);
  const { path, call } = ask(world);
  const [at = '', search = ''] = path.split('?');
  const raw = call.raw ? Buffer.from(call.raw as Uint8Array) : null;
  const body = call.body === undefined ? raw : Buffer.from(JSON.stringify(call.body));
  return {
    method: call.method ?? (body ? 'POST' : 'GET'),
    path: at,
    query: search === '' ? [] : search.split('&').map((each) => each.split('=') as [string, string]),
    headers: [...Object.entries(call.headers ?? {}), ...(raw ? [] : headersFor(body !== null))],
    body,
  };
}

function bare(route: string): Asked {
  const [method, path] = route.split(' ') as [string, string];
  return { path, call: method === 'GET' ? {} : { method, body: {} } };
}

const headersFor = (hasBody: boolean): [string, string][] => [
  ...(hasBody ? [['Content-Type', 'application/json'] as [string, string]] : []),
  ['Idempotency-Key', `fuzz-${Math.random()}`],
];
