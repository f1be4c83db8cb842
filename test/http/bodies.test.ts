import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { ProblemCode } from '../../src/adapters/http/problem-table.ts';
import type { Call } from '../support/http/api-client.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

type Case = readonly [what: string, call: Call, expected: readonly [number, ProblemCode]];

const gzip = { 'Content-Encoding': 'gzip' };
/** 20 MiB of blanks in 20 KiB. */
const bomb = gzipSync(' '.repeat(20 * 1_048_576));

const CASES: readonly Case[] = [
  ['half a JSON object', { raw: '{"code": ' }, [400, 'malformed_json']],
  ['something else than JSON', { raw: '<xml/>' }, [400, 'malformed_json']],
  ['bytes that are not UTF-8', { raw: Buffer.from('7b22ff223a317d2c', 'hex') }, [400, 'malformed_json']],
  ['null', { raw: 'null' }, [400, 'malformed_json']],
  ['a number', { raw: '42' }, [400, 'malformed_json']],
  ['a string', { raw: '"code"' }, [400, 'malformed_json']],
  ['a list', { raw: '[]' }, [400, 'invalid_request']],
  ['nothing', { raw: '' }, [400, 'invalid_request']],
  [
    'a form',
    { raw: 'code=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    [400, 'invalid_request'],
  ],
  ['a prototype', { raw: '{"__proto__":{"code":"x"},"constructor":{}}' }, [400, 'invalid_request']],
  ['lists in lists', { raw: `${'['.repeat(15_000)}${']'.repeat(15_000)}` }, [400, 'invalid_request']],
  ['32 KiB and more', { raw: JSON.stringify({ code: 'x'.repeat(32_768) }) }, [413, 'body_too_large']],
  ['a gzip bomb', { raw: bomb, headers: gzip }, [413, 'body_too_large']],
  ['gzip that is none', { raw: 'not gzip', headers: gzip }, [400, 'invalid_request']],
  ['half of a gzip', { raw: gzipSync('{"code":"x"}').subarray(0, 20), headers: gzip }, [400, 'invalid_request']],
  [
    'a compression that nobody knows',
    { raw: 'x', headers: { 'Content-Encoding': 'snappy' } },
    [415, 'unsupported_encoding'],
  ],
  [
    'Latin-1',
    { raw: '{}', headers: { 'Content-Type': 'application/json; charset=latin1' } },
    [415, 'unsupported_encoding'],
  ],
];

describe('a body that is', () => {
  const system = useTestSystem();

  for (const [what, call, [status, code]] of CASES) {
    it(`${what} is answered with ${status} ${code}, in the language of its reader`, async () => {
      const service = await system().actors.aService();
      const headers = { 'Idempotency-Key': 'bodies', ...call.headers };
      const before = await system().rowCounts();
      const extra = code === 'invalid_request' ? ['errors'] : [];
      expectProblem(await system().call('/api/v1/session', { method: 'POST', ...call }), [status, code, 'zh'], extra);
      const usage = { method: 'POST', ...call, headers, token: service };
      expectProblem(await system().call('/internal/v1/usage', usage), [status, code, 'en'], extra);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('compressed and right is read', async () => {
    const { code } = await system().phone.login('gzip-user');
    const raw = gzipSync(JSON.stringify({ code }));
    expect((await system().call('/api/v1/session', { raw, headers: gzip })).status).to.equal(201);
  });

  it('named in "errors" where it is wrong, by JSON pointers, each with a reason', async () => {
    const { token } = await system().actors.aPerson();
    const body = { name: '', scope: ['image.recognize', 7], lifetime_months: 5, 'a/b~c': 1 };
    const { json } = await system().call('/api/v1/api-keys', { token, body });
    const pointers = json.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).to.include.members(['/name', '/lifetime_months', '']);
    for (const { detail } of json.errors) expect(detail).to.be.a('string').that.is.not.empty;
  });

  it('with a field that nobody knows is told its name, unless that could be a secret in the wrong place', async () => {
    const { token, openid } = await system().actors.aPerson();
    const detailFor = async (name: string): Promise<string> => {
      const { json } = await system().call('/api/v1/session', { body: { code: 'x', [name]: 1 } });
      return json.errors.map(({ detail }: { detail: string }) => detail).join();
    };
    expect(await detailFor('expected_amount')).to.include('"expected_amount"');
    for (const secret of [token, openid, 'a/b~c', 'x'.repeat(25)]) {
      expect(await detailFor(secret)).to.equal('there are fields that nobody knows');
    }
  });
});
