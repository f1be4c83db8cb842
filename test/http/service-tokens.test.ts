import { expect } from 'chai';
import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { changeService } from '../../src/application/keyvault/change-service.ts';
import type { ServiceTerms } from '../../src/application/keyvault/create-service.ts';
import { endServiceCredentials } from '../../src/application/keyvault/end-service-credentials.ts';
import { rotateServiceToken } from '../../src/application/keyvault/rotate-service-token.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import type { ServiceChange } from '../../src/domain/keyvault/service-change.ts';
import { aToken } from '../support/a-token.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { startSecondServer } from '../support/http/second-server.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { BY_NOBODY } from '../support/shop.ts';

const HOUR_MS = 3_600_000;

/** A key that nobody has: whoever is let in hears that, and nobody pays. */
const BODY = { api_key: aToken('sk_live_'), api: 'image.recognize' };

describe('a service token', () => {
  const system = useTestSystem();
  let calls = 0;
  const call = (token: string, on: Pick<ReturnType<typeof system>, 'call'> = system()) =>
    on.call('/internal/v1/usage', { token, body: BODY, headers: { 'Idempotency-Key': `token-${++calls}` } });
  const tools = () => ({ ...system(), ids: uuidV7Source, secrets: nodeSecrets, by: BY_NOBODY });
  const aService = (terms: ServiceTerms = {}) => system().actors.aSigner(terms);
  const change = async (name: string, wanted: ServiceChange) => changeService(tools())(name, wanted);
  const rotate = async (name: string, graceMs: number) => {
    const outcome = await rotateServiceToken(tools())(name, graceMs);
    return outcome.kind === 'rotated' ? outcome.token : expect.fail(outcome.kind);
  };
  const isIn = async (token: string, on?: Pick<ReturnType<typeof system>, 'call'>) => {
    const { status, json } = await call(token, on);
    expect(status === 200 || json.code === 'service_token_unknown', json).to.equal(true);
    return status === 200;
  };

  it('200 as long as it counts', async () => {
    const { token } = await aService();
    expect((await call(token)).json).to.include({ allowed: false, code: 'key_unknown' });
  });

  it('401 from the request on that follows the disabling of its service, and 200 once that is enabled', async () => {
    const { name, token } = await aService();
    await change(name, { enabled: false });
    expectProblem(await call(token), [401, 'service_token_unknown', 'en']);
    await change(name, { enabled: true });
    expect(await isIn(token)).to.equal(true);
  });

  it('401 from the request on that follows its end', async () => {
    const { name, token } = await aService();
    await endServiceCredentials(tools())(name, { tokens: true, secrets: false });
    expectProblem(await call(token), [401, 'service_token_unknown', 'en']);
  });

  it('403 for what its service was not granted, and 200 from the grant on', async () => {
    const { name, token } = await aService({ operations: ['holds', 'verify'] });
    expectProblem(await call(token), [403, 'operation_not_granted', 'en']);
    await change(name, { allow: ['usage'] });
    expect(await isIn(token)).to.equal(true);
    await change(name, { deny: 'all' });
    expectProblem(await call(token), [403, 'operation_not_granted', 'en']);
  });

  it('403 from another network, whatever the request claims, and 200 from the right one', async () => {
    const { name, token } = await aService({ networks: ['10.0.0.0/8'] as Network[] });
    const headers = {
      ...{ 'X-Forwarded-For': '10.1.1.1', 'X-Real-IP': '10.1.1.1', Forwarded: 'for=10.1.1.1' },
      'Idempotency-Key': 'claimed',
    };
    const claimed = await system().call('/internal/v1/usage', { token, body: BODY, headers });
    expectProblem(claimed, [403, 'network_not_allowed', 'en']);
    await change(name, { networks: ['127.0.0.0/8'] as Network[] });
    expect(await isIn(token)).to.equal(true);
  });

  it('is one of two while it is rotated; the old one is refused by the very next request on every server', async () => {
    let aheadMs = 0;
    const second = await startSecondServer(system(), () => aheadMs);
    try {
      const { name, token: old } = await aService();
      const both = async (token: string) => [await isIn(token), await isIn(token, second)];
      expect(await both(old)).to.deep.equal([true, true]);
      const fresh = await rotate(name, HOUR_MS);
      expect([await both(old), await both(fresh)]).to.deep.equal([
        [true, true],
        [true, true],
      ]);
      aheadMs = HOUR_MS;
      await system().advance(HOUR_MS / 1_000);
      expect([await both(old), await both(fresh)]).to.deep.equal([
        [false, false],
        [true, true],
      ]);
      for (let nth = 0, earlier = fresh; nth < 20; nth++) {
        const next = await rotate(name, 0);
        expect([await both(next), await both(earlier)]).to.deep.equal([
          [true, true],
          [false, false],
        ]);
        earlier = next;
      }
    } finally {
      await second.stop();
    }
  });
});

describe('a service behind a proxy that is trusted', () => {
  const system = useTestSystem({ trustedProxies: ['127.0.0.0/8', '10.9.0.0/16'] as Network[] });
  const call = async (forwardedFor: string | null) => {
    const token = tokens.get(system()) ?? expect.fail('no token');
    const headers = {
      'Idempotency-Key': uuidV7Source.next(),
      ...(forwardedFor !== null && { 'X-Forwarded-For': forwardedFor }),
    };
    return system().call('/internal/v1/usage', { token, body: BODY, headers });
  };
  const tokens = new Map<unknown, string>();
  before(async () => {
    const { token } = await system().actors.aSigner({ networks: ['192.0.2.0/24'] as Network[] });
    tokens.set(system(), token);
  });

  for (const [what, forwardedFor] of [
    ['the proxy says where it is', '192.0.2.7'],
    ['another proxy of ours stands between', '192.0.2.7, 10.9.1.1'],
    ['somebody invents more, further left', '203.0.113.1, 192.0.2.7'],
  ] as const) {
    it(`200 where ${what}`, async () => expect((await call(forwardedFor)).status).to.equal(200));
  }
  for (const [what, forwardedFor] of [
    ['it is elsewhere', '203.0.113.1'],
    ['it claims to be in the right place, further left', '192.0.2.7, 203.0.113.1'],
    ['the proxy speaks for nobody', null],
    ['the proxy says what is no address', 'unknown'],
  ] as const) {
    it(`403 where ${what}`, async () => {
      expectProblem(await call(forwardedFor), [403, 'network_not_allowed', 'en']);
    });
  }
});
