import { SeahorseClient } from '../../../client/index.ts';
import { runService, soldApi } from './backend-service.ts';
import { callJson } from './call-json.ts';
import { expectSame } from './expect-same.ts';
import type { MiniProgram } from './mini-program.ts';

const API = 'image.recognize';
const POINTS_PER_CALL = 5;

type Shop = { readonly apiUrl: string; readonly serviceToken: string; readonly tell: (line: string) => void };

/** Plays a backend service: with the client, with the middleware, and with a call whose cost is known only afterwards. */
export async function spendPoints(shop: Shop, app: MiniProgram, points: number): Promise<void> {
  const apiKey = await app.issueKey('我的第一个Key');
  shop.tell(`API key issued: ${apiKey.slice(0, 12)}… (shown once)`);
  const client = new SeahorseClient({ baseUrl: shop.apiUrl, token: shop.serviceToken });
  await tellOfDocument(shop);
  const left = await chargeTwice(shop, client, apiKey, points);
  await sellRoute(shop, client, apiKey, left);
  await holdAndCapture(shop, client, apiKey, left - POINTS_PER_CALL);
  expectSame('balance at the end', await app.balance(), left - POINTS_PER_CALL - 3);
}

async function tellOfDocument({ apiUrl, tell }: Shop): Promise<void> {
  type Document = { readonly openapi: string; readonly paths: Readonly<Record<string, object>> };
  const { openapi, paths } = await callJson<Document>(`${apiUrl}/internal/v1/openapi.json`);
  expectSame('POST /usage in the OpenAPI document', Object.keys(paths['/usage'] ?? {}), ['post']);
  tell(`the internal API describes itself: OpenAPI ${openapi}, ${Object.keys(paths).length} paths`);
}

async function chargeTwice({ tell }: Shop, client: SeahorseClient, apiKey: string, points: number): Promise<number> {
  const call = { api_key: apiKey, api: API };
  const idempotencyKey = `call-${Date.now()}`;
  const { replayed: _, ...first } = await client.charge(call, idempotencyKey);
  const left = points - POINTS_PER_CALL;
  if (!first.allowed) throw new Error(`the first call was refused: ${first.code}`);
  expectSame('first call', [first.points, first.points_left], [POINTS_PER_CALL, left]);
  tell(`a backend service reports a call of ${API}: allowed, ${POINTS_PER_CALL} points taken, ${left} left`);
  const { replayed, ...second } = await client.charge(call, idempotencyKey);
  expectSame('second call with the same idempotency key', [replayed, second], [true, first]);
  tell('the same call again with the same idempotency key: the same answer');
  return left;
}

/** A route that is paid for by its callers, behind the middleware. */
async function sellRoute({ tell }: Shop, client: SeahorseClient, apiKey: string, points: number): Promise<void> {
  const service = await runService(soldApi(client, API));
  try {
    const post = (path: string) =>
      fetch(`${service.url}${path}`, { method: 'POST', headers: { Authorization: `Bearer ${apiKey}` } });
    const answer = await post('/recognize');
    const told = [answer.status, answer.headers.get('x-points-left')];
    expectSame('the sold route', told, [200, String(points - POINTS_PER_CALL)]);
    tell(`a customer calls a route behind the middleware: served, ${points - POINTS_PER_CALL} points left`);
    expectSame('the broken route', (await post('/broken')).status, 500);
    const { key: _key, user_id } = verified(await client.verifyKey({ api_key: apiKey }));
    await until(async () => (await client.readBalance(user_id)).available === points - POINTS_PER_CALL);
    tell('the route fails: its points go back to the lots that paid');
  } finally {
    await service.stop();
  }
}

async function holdAndCapture({ tell }: Shop, client: SeahorseClient, apiKey: string, points: number): Promise<void> {
  const hold = await client.placeHold({ api_key: apiKey, api: API, points: 20 }, `hold-${Date.now()}`);
  if (!hold.allowed) throw new Error(`the hold was refused: ${hold.code}`);
  expectSame('while 20 points are held', hold.points_left, points - 20);
  const captured = await client.captureHold(hold.hold_id, 3);
  expectSame('the capture', [captured.points, captured.points_left], [3, points - 3]);
  tell(`20 points held for a call under way, 3 of them taken: ${points - 3} left`);
}

function verified(answer: Awaited<ReturnType<SeahorseClient['verifyKey']>>) {
  if (!('user_id' in answer)) throw new Error(`the key is not good: ${answer.code}`);
  return answer;
}

/** What happens after an answer needs a moment. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('the points did not come back');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
