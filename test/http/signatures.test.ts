import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { endServiceCredentials } from '../../src/application/keyvault/end-service-credentials.ts';
import { rotateSigningSecret } from '../../src/application/keyvault/rotate-signing-secret.ts';
import type { Call } from '../support/http/api-client.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { startSecondServer } from '../support/http/second-server.ts';
import { type Signer, signedCall } from '../support/http/sign-request.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { BY_NOBODY, SERVICE_SEAL } from '../support/shop.ts';

const PATH = '/internal/v1/usage';
type SigningService = Signer & { readonly name: string; readonly token: string };

describe('a request of a service that has to sign', () => {
  const system = useTestSystem();
  let service: SigningService;
  let apiKey: string;
  before(async () => {
    service = await system().actors.aSigner({ requiresSignature: true });
    const person = await system().actors.aPerson();
    await system().actors.aPaidOrder(person);
    apiKey = (await system().actors.anApiKey(person)).token;
  });

  const body = () => ({ api_key: apiKey, api: 'image.recognize' });
  let calls = 0;
  const signed = (change: Partial<Parameters<typeof signedCall>[1]> = {}, signer: Signer = service) =>
    signedCall(signer, { path: PATH, body: body(), idempotencyKey: `signed-${++calls}`, ...change });
  const send = (
    call: Call,
    { path = PATH, token = service.token } = {},
    on: Pick<ReturnType<typeof system>, 'call'> = system(),
  ) => on.call(path, { ...call, token });
  const secretsOf = (name: string, graceMs: number) =>
    rotateSigningSecret({
      ...system(),
      ids: uuidV7Source,
      secrets: nodeSecrets,
      serviceSeal: SERVICE_SEAL,
      by: BY_NOBODY,
    })(name, graceMs);
  async function another(name: string, graceMs = 0): Promise<Signer> {
    const made = await secretsOf(name, graceMs);
    return made.kind === 'rotated'
      ? { keyId: publicId('sgn', made.secretId), secret: made.secret }
      : expect.fail(made.kind);
  }
  const linesOfTheBooks = async () => Number((await system().knex('ledger.entries').count())[0]?.['count']);
  const wrong = async (call: Call, reason: string, where = {}) => {
    const before = await linesOfTheBooks();
    const answer = await send(call, where);
    expectProblem(answer, [401, 'signature_wrong', 'en'], ['reason']);
    expect(answer.json.reason).to.equal(reason);
    expect(await linesOfTheBooks()).to.deep.equal(before);
  };

  it('200 where the signature is right, and takes the points', async () => {
    expect((await send(signed())).json).to.include({ allowed: true, points: 5 });
  });

  it('200 where the query is signed too', async () => {
    const path = `${PATH}?trace=%E6%B5%B7`;
    expect((await send(signed({ path }), { path })).status).to.equal(200);
  });

  it('200 with the first answer where somebody sends the same bytes again, and takes nothing again', async () => {
    const call = signed();
    const first = await send(call);
    const before = await linesOfTheBooks();
    const again = await send(call);
    expect([again.status, again.json]).to.deep.equal([200, first.json]);
    expect(again.headers.get('idempotency-replayed')).to.equal('true');
    expect(await linesOfTheBooks()).to.deep.equal(before);
  });

  it('401 without a signature, whatever else is there of it', async () => {
    const { headers, ...rest } = signed();
    const { 'Seahorse-Signature': _, ...others } = headers;
    expectProblem(await send({ ...rest, headers: others }), [401, 'signature_required', 'en']);
  });

  const malformed: Readonly<Record<string, (headers: Record<string, string>) => Record<string, string>>> = {
    'an empty one': (headers) => ({ ...headers, 'Seahorse-Signature': '' }),
    'one of another version': ({ 'Seahorse-Signature': v1, ...rest }) => ({
      ...rest,
      'Seahorse-Signature': String(v1).replace('v1', 'v2'),
    }),
    'one in capitals': (headers) => ({
      ...headers,
      'Seahorse-Signature': `v1=${String(headers['Seahorse-Signature']).slice(3).toUpperCase()}`,
    }),
    'one without its time': ({ 'Seahorse-Timestamp': _, ...rest }) => rest,
    'one without its key': ({ 'Seahorse-Key-Id': _, ...rest }) => rest,
    'one with a time in milliseconds': (headers) => ({ ...headers, 'Seahorse-Timestamp': String(Date.now()) }),
    'one with a key that is none': (headers) => ({ ...headers, 'Seahorse-Key-Id': "sgn_'; drop" }),
  };
  for (const [what, change] of Object.entries(malformed)) {
    it(`401 for ${what}`, async () => {
      const { headers, ...rest } = signed();
      await wrong({ ...rest, headers: change(headers) }, 'malformed');
    });
  }

  const nowSeconds = () => Math.floor(Date.now() / 1_000);
  for (const seconds of [-310, 310]) {
    it(`401 for one of ${seconds} seconds from now`, async () => {
      await wrong(signed({ timestamp: nowSeconds() + seconds }), 'not_timely');
    });
    it(`200 for one of ${seconds + (seconds < 0 ? 20 : -20)} seconds from now`, async () => {
      const timestamp = nowSeconds() + seconds + (seconds < 0 ? 20 : -20);
      expect((await send(signed({ timestamp }))).status).to.equal(200);
    });
  }

  it('401 for one of other bytes, another key, another path or another method', async () => {
    const call = signed();
    const other = { ...body(), quantity: 1_000 };
    await wrong({ ...call, raw: JSON.stringify(other) }, 'not_matching');
    await wrong({ ...call, raw: `${String(call.raw)} ` }, 'not_matching');
    await wrong({ ...call, headers: { ...call.headers, 'Idempotency-Key': 'another' } }, 'not_matching');
    await wrong(call, 'not_matching', { path: `${PATH}?dry_run=1` });
    await wrong(call, 'not_matching', { path: `${PATH}/` });
    await wrong({ ...call, method: 'PUT' }, 'not_matching');
    await wrong({ ...call, headers: { ...call.headers, 'Content-Type': 'text/plain' } }, 'not_matching');
  });

  it('401 for one with a secret that nobody has, or with another secret under this name', async () => {
    const unknown = { ...service, keyId: publicId('sgn', uuidV7Source.next()) };
    await wrong(signed({}, unknown), 'not_matching');
    await wrong(signed({}, { ...service, secret: `${service.secret}x` }), 'not_matching');
  });

  it('401 for one that is right, of another service', async () => {
    const other = await system().actors.aSigner({ requiresSignature: true });
    const answer = await send(signed({}, other));
    expectProblem(answer, [401, 'signature_required', 'en']);
    expect((await send(signed({}, other), { token: other.token })).status).to.equal(200);
  });

  it('401 for one that is right, of a secret that has ended, from the very next request on every server', async () => {
    const second = await startSecondServer(system(), () => 0);
    try {
      const own = await system().actors.aSigner({ requiresSignature: true });
      const status = async (signer: Signer) => {
        const on = [await send(signed({}, signer), own), await send(signed({}, signer), own, second)];
        return on.map(({ json }) => json.code ?? 'let in');
      };
      expect(await status(own)).to.deep.equal(['let in', 'let in']);
      const beside = await another(own.name, 3_600_000);
      expect([await status(own), await status(beside)]).to.deep.equal([
        ['let in', 'let in'],
        ['let in', 'let in'],
      ]);
      const alone = await another(own.name);
      for (const ended of [own, beside])
        expect(await status(ended)).to.deep.equal(['signature_required', 'signature_required']);
      expect(await status(alone)).to.deep.equal(['let in', 'let in']);
      await endServiceCredentials({ ...system(), ids: uuidV7Source, by: BY_NOBODY })(own.name, {
        tokens: false,
        secrets: true,
      });
      expect(await status(alone)).to.deep.equal(['signature_required', 'signature_required']);
    } finally {
      await second.stop();
    }
  });

  describe('that need not sign', () => {
    let free: SigningService;
    before(async () => {
      free = await system().actors.aSigner();
    });

    it('200 unsigned, and signed rightly', async () => {
      const unsigned = { body: body(), headers: { 'Idempotency-Key': `signed-${++calls}` } };
      expect((await send(unsigned, free)).status).to.equal(200);
      expect((await send(signed({}, free), free)).status).to.equal(200);
    });

    it('401 signed wrongly all the same', async () => {
      await wrong(signed({}, { ...free, secret: service.secret }), 'not_matching', { token: free.token });
    });
  });

  it('400 for bytes that are no JSON, before anybody looks at the signature', async () => {
    expectProblem(await send({ ...signed(), raw: '{' }), [400, 'malformed_json', 'en']);
  });

  it('signs what is under a content encoding', async () => {
    const { gzipSync } = await import('node:zlib');
    const call = signed();
    const headers = { ...call.headers, 'Content-Encoding': 'gzip' };
    expect((await send({ ...call, headers, raw: gzipSync(String(call.raw)) })).status).to.equal(200);
  });
});

describe('a signature that this system cannot check', () => {
  const system = useTestSystem({ parts: { serviceSeal: null } });

  it('503 says what is missing, in the answer and in the log; whoever does not sign is served', async () => {
    const service = await system().actors.aSigner();
    const call = signedCall(service, { path: PATH, body: { api_key: 'x', api: 'y' }, idempotencyKey: 'one' });
    const answer = await system().call(PATH, { ...call, token: service.token });
    expectProblem(answer, [503, 'signature_not_checkable', 'en']);
    expect(answer.json.detail).to.include('SEAHORSE_SECRET');
    expect(system().logLines.join('')).to.match(/"level":50.*SEAHORSE_SECRET is missing/);
    const unsigned = { token: service.token, body: { api_key: 'x', api: 'y' }, headers: { 'Idempotency-Key': 'two' } };
    expect((await system().call(PATH, unsigned)).status).to.equal(200);
  });
});
