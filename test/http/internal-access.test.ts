import { expect } from 'chai';
import { INTERNAL_CONTRACTS } from '../../src/adapters/http/internal/contracts.ts';
import type { RouteContract } from '../../src/adapters/http/openapi/route-contract.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import { OPERATIONS } from '../../src/domain/keyvault/service.ts';
import { aToken } from '../support/a-token.ts';
import type { Call } from '../support/http/api-client.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { type Signer, signedCall } from '../support/http/sign-request.ts';
import { useTestSystem } from '../support/http/test-system.ts';

type SigningService = Signer & { readonly token: string };

/** One list of routes, so that no route is left out of this. */
describe('every route of the internal API', () => {
  const system = useTestSystem();
  let signing: SigningService;
  let calls = 0;
  before(async () => {
    signing = await system().actors.aSigner({ requiresSignature: true });
  });

  for (const { method, path: template, operation, query, body } of INTERNAL_CONTRACTS) {
    const path = `/internal/v1${template.replace('{id}', idIn(template))}${queryIn(query)}`;
    const signed = (signer: Signer = signing) =>
      signedCall(signer, {
        ...{ method: method.toUpperCase(), path, idempotencyKey: `access-${++calls}` },
        ...(body && { body: withKey(body.example) }),
      });
    const send = (call: Call, token: string | undefined = signing.token) => system().call(path, { ...call, token });
    const unsigned = (): Call => {
      const { headers, ...call } = signed();
      return { ...call, headers: { 'Idempotency-Key': headers['Idempotency-Key'] as string } };
    };

    describe(`${method.toUpperCase()} ${template}`, () => {
      it('is for services alone', async () => {
        const { Authorization: _, ...call } = { Authorization: '', ...unsigned() };
        expectProblem(await system().call(path, call), [401, 'service_token_missing', 'en']);
        const { token } = await system().actors.aPerson();
        expectProblem(await send(unsigned(), token), [401, 'service_token_unknown', 'en']);
      });

      it('is for those that were granted this operation, and for no other grant', async () => {
        const others = OPERATIONS.filter((each) => each !== operation);
        const stranger = await system().actors.aService({ operations: others });
        expectProblem(await send(unsigned(), stranger), [403, 'operation_not_granted', 'en']);
        const own = await system().actors.aService({ operations: [operation] });
        expect((await send(unsigned(), own)).json.code).not.to.equal('operation_not_granted');
      });

      it('is for those that call from the right network', async () => {
        const elsewhere = await system().actors.aService({ networks: ['10.0.0.0/8'] as Network[] });
        expectProblem(await send(unsigned(), elsewhere), [403, 'network_not_allowed', 'en']);
      });

      it('asks for the signature of a service that has to sign, and takes it', async () => {
        expectProblem(await send(unsigned()), [401, 'signature_required', 'en']);
        const { status, json } = await send(signed());
        expect([400, 401, 403, 503], json).not.to.include(status);
      });

      it('refuses a signature that is wrong, of whatever service', async () => {
        const wrong = signed({ ...signing, secret: `${signing.secret}x` });
        expectProblem(await send(wrong), [401, 'signature_wrong', 'en'], ['reason']);
        const free = await system().actors.aService();
        expectProblem(await send(wrong, free), [401, 'signature_wrong', 'en'], ['reason']);
      });
    });
  }
});

/** Of nothing: who may not ask does not hear that. */
function idIn(template: string): string {
  const prefixes: Readonly<Record<string, string>> = { users: 'usr', usage: 'use', 'checkout-sessions': 'chk' };
  return `${prefixes[template.split('/')[1] ?? ''] ?? 'hld'}_${'0'.repeat(32)}`;
}

function queryIn(query: RouteContract['query']): string {
  const text = Object.entries(query ?? {}).map(([name, { example }]) => `${name}=${encodeURIComponent(example)}`);
  return text.length === 0 ? '' : `?${text.join('&')}`;
}

/** A well-formed one: a malformed key is refused before anybody asks who reports it. */
function withKey(example: object): object {
  return { ...example, ...('api_key' in example && { api_key: aToken('sk_live_') }) };
}
