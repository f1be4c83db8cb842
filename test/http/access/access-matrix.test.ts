import { expect } from 'chai';
import { pino } from 'pino';
import { buildApp } from '../../../src/adapters/http/app.ts';
import type { UseCases } from '../../../src/adapters/http/use-cases.ts';
import { OPERATIONS } from '../../../src/domain/keyvault/service.ts';
import { aToken } from '../../support/a-token.ts';
import { listRoutes } from '../../support/http/list-routes.ts';
import { type TestSystem, useTestSystem } from '../../support/http/test-system.ts';
import { type Refusal, refusalsOf } from './refusals.ts';
import { ENTRIES, type Entry } from './routes.ts';
import { type Asked, aWorld, type World } from './world.ts';

/** The plain request of a charge has a route of its own, before the one that takes all others. */
const there = [...new Set(listRoutes(() => buildApp({} as UseCases, pino({ level: 'silent' }))))];

describe('The access matrix', () => {
  it('has an entry for every route that is there, and for no other', () => {
    expect(Object.keys(ENTRIES)).to.have.members(there);
  });

  it('notices a route without an entry', () => {
    const { 'GET /api/v1/me': _, ...others } = ENTRIES;
    expect(() => expect(Object.keys(others)).to.have.members(there)).to.throw();
  });

  it('knows every operation that a service may be allowed', () => {
    const known = Object.values(ENTRIES).flatMap((entry) => (entry.who === 'service' ? [entry.operation] : []));
    expect([...new Set([...known, 'keys'])]).to.have.members([...OPERATIONS]);
  });

  it('asks about more than three hundred cases', () => {
    const cases = Object.values(ENTRIES).flatMap((entry) => Object.keys(refusalsOf(entry, '')));
    expect(cases.length).to.be.greaterThan(300);
  });
});

describe('Nobody gets in by accident:', () => {
  const system = useTestSystem();
  let world: World;
  before(async () => {
    world = await aWorld(system());
  });

  for (const [route, entry] of Object.entries(ENTRIES)) {
    describe(route, () => {
      for (const [who, refusal] of Object.entries(refusalsOf(entry, route))) {
        it(`refuses ${who}`, () => expectRefused(system(), world, route, entry, refusal));
      }
      const { ask } = entry;
      if (ask) it('lets in who may', () => expectLetIn(system(), entry, ask));
    });
  }
});

/** Refused with this code, and nothing in any table has changed. */
async function expectRefused(
  system: TestSystem,
  world: World,
  route: string,
  entry: Entry,
  { as, code }: Refusal,
): Promise<void> {
  const asked: Asked = entry.ask?.(world) ?? bare(route);
  const change = await as(system, world);
  const before = await system.rowCounts();
  const url = change.query ? `${asked.path}${asked.path.includes('?') ? '&' : '?'}${change.query}` : asked.path;
  const body = merge(asked.call.body, change.body);
  const headers = { ...asked.call.headers, ...change.headers };
  const answer = await system.call(url, { ...asked.call, ...(body ? { body } : {}), headers, token: change.token });
  const said = answer.json?.results?.[0] ?? answer.json;
  expect(said?.allowed ?? false, answer.text).to.equal(false);
  expect(said?.code, answer.text).to.equal(code);
  expect(await system.rowCounts()).to.deep.equal(before);
}

/** The same request is good: it was refused for who asked, and not for what. */
async function expectLetIn(system: TestSystem, entry: Entry, ask: (world: World) => Asked): Promise<void> {
  const own = await aWorld(system);
  await entry.prepare?.(system, own);
  const { path, call } = ask(own);
  const token = entry.token?.(own) ?? (entry.who === 'service' ? own.service : own.person.token);
  const answer = await system.call(path, { ...call, token });
  expect(answer.status, answer.text).to.be.within(200, 204);
  const said = answer.json?.results?.[0] ?? answer.json;
  if (entry.who === 'service' && entry.keyed) expect(said.allowed, answer.text).to.equal(true);
}

function bare(route: string): Asked {
  const [method, path] = route.split(' ') as [string, string];
  return { path, call: method === 'GET' ? {} : { method, body: {} } };
}

/** Into the one item of a batch as well. */
function merge(body: unknown, change: object | undefined): object | undefined {
  if (!change || typeof body !== 'object' || body === null) return body as object | undefined;
  const { items } = body as { items?: readonly object[] };
  return items ? { items: items.map((item) => ({ ...item, ...change })) } : { ...body, ...change };
}

it('a token that fits the form of a session is none of ours', () => {
  expect(aToken('sk_live_')).not.to.match(/^hss_/);
});
