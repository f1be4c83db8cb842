import { expect } from 'chai';
import type { Person } from '../support/http/actors.ts';
import type { Answer, Call } from '../support/http/api-client.ts';
import { startSecondServer } from '../support/http/second-server.ts';
import { useTestSystem } from '../support/http/test-system.ts';

type Key = { readonly id: string; readonly token: string };
type Server = { call(path: string, call: Call): Promise<Answer> };
type Seen = { readonly sentAt: number; readonly code: string };

const CLIENTS = 64;
const IP = '203.0.113.7';

/** What an owner does to a key, and with what its next call is refused. */
const CHANGES: Readonly<Record<string, { path: string; method?: string; body: object; refusal: string }>> = {
  disabling: { path: '/status', body: { enabled: false }, refusal: 'key_disabled' },
  deleting: { path: '/delete', body: {}, refusal: 'key_unknown' },
  'rotating without a grace': { path: '/rotate', body: { grace_seconds: 0 }, refusal: 'key_expired' },
  'narrowing the scope': { path: '', method: 'PUT', body: { scope: ['text.moderate'] }, refusal: 'scope_missing' },
  'narrowing the networks': { path: '', method: 'PUT', body: { networks: ['10.0.0.0/8'] }, refusal: 'ip_not_allowed' },
  'lowering the budget': { path: '', method: 'PUT', body: { total_budget: 1 }, refusal: 'total_budget_exhausted' },
};

describe('With 64 clients at two processes, the very next request is refused after', () => {
  const system = useTestSystem();
  let service: string;
  let servers: Server[];
  let second: Awaited<ReturnType<typeof startSecondServer>>;
  before(async () => {
    service = await system().actors.aService();
    second = await startSecondServer(system(), () => 0);
    servers = [system(), second];
  });
  after(() => second.stop());
  let calls = 0;

  async function spend(server: Server, key: Key): Promise<string> {
    calls += 1;
    const { status, json } = await server.call('/internal/v1/usage', {
      ...{ token: service, headers: { 'Idempotency-Key': `race-${calls}` } },
      body: { api_key: key.token, api: 'image.recognize', client_ip: IP },
    });
    expect(status).to.equal(200);
    return json.allowed ? 'allowed' : json.code;
  }

  async function aRichKey(): Promise<{ person: Person; key: Key }> {
    const person = await system().actors.aPerson();
    for (let orders = 0; orders < 3; orders++) await system().actors.aPaidOrder(person, 'points-300');
    return { person, key: await system().actors.anApiKey(person) };
  }

  for (const [what, { path, method, body, refusal }] of Object.entries(CHANGES)) {
    it(what, async () => {
      const { person, key } = await aRichKey();
      const seen: Seen[] = [];
      let isOver = false;
      const client = async (nth: number): Promise<void> => {
        while (!isOver) {
          const sentAt = performance.now();
          seen.push({ sentAt, code: await spend(servers[nth % servers.length] as Server, key) });
        }
      };
      const clients = Array.from({ length: CLIENTS }, (_, nth) => client(nth));
      while (seen.length < 3 * CLIENTS) await new Promise((resolve) => setTimeout(resolve, 5));
      const at = path === '/delete' ? '/api/v1/api-keys/delete' : `/api/v1/api-keys/${key.id}${path}`;
      const wanted = path === '/delete' ? { id: key.id } : body;
      const changed = await system().call(at, { token: person.token, body: wanted, ...(method && { method }) });
      const changedAt = performance.now();
      expect(changed.status).to.be.within(200, 201);
      const until = seen.length + 3 * CLIENTS;
      while (seen.length < until) await new Promise((resolve) => setTimeout(resolve, 5));
      isOver = true;
      await Promise.all(clients);
      const codes = (all: readonly Seen[]): string[] => [...new Set(all.map(({ code }) => code))].sort();
      expect(codes(seen.filter(({ sentAt }) => sentAt > changedAt))).to.deep.equal([refusal]);
      expect(codes(seen)).to.deep.equal(['allowed', refusal].sort());
    });
  }
});
