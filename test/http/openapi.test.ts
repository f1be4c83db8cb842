import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import type { Router } from 'express';
import { INTERNAL_CONTRACTS } from '../../src/adapters/http/internal/contracts.ts';
import { internalRoutes } from '../../src/adapters/http/internal/internal-routes.ts';
import type { UseCases } from '../../src/adapters/http/use-cases.ts';
import { checkContract, internalDocument, misfit } from '../support/http/check-contract.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { WireClient } from '../support/http/wire-client.ts';
import { toBytes } from '../support/http/wire-request.ts';

describe('the OpenAPI document of the internal API', () => {
  const system = useTestSystem();

  it('is served to everybody, and is what the schemas say', async () => {
    const { status, json } = await system().call('/internal/v1/openapi.json');
    expect(status).to.equal(200);
    expect(json).to.deep.equal(JSON.parse(JSON.stringify(internalDocument)));
  });

  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(internalDocument)));
    expect(errors ?? []).to.deep.equal([]);
    expect(valid).to.equal(true);
  });

  it('describes every route that is there, and no other', () => {
    const there = internalRoutes({} as UseCases).flatMap(routesOf);
    const described = INTERNAL_CONTRACTS.map(({ method, path }) => `${method} ${path}`);
    expect(described).to.have.members(there);
  });

  it('says of each group of routes what it is for', async () => {
    const { tags, externalDocs } = (await system().call('/internal/v1/openapi.json')).json;
    const used = new Set(INTERNAL_CONTRACTS.map(({ tag }) => tag));
    expect(tags.map(({ name }: { name: string }) => name)).to.deep.equal([...used]);
    for (const { name, description } of tags) expect(description, name).to.match(/^[A-Z].{20,}\.$/);
    expect((await system().call(externalDocs.url)).status).to.equal(200);
  });

  it('says what a body is answered with that nobody asked for', async () => {
    const client = new WireClient(Number(new URL(system().url).port));
    const token = await system().actors.aService();
    const path = `/internal/v1/users/usr_${'0'.repeat(32)}/balance`;
    const ask = async (body: string, type: string): Promise<number> => {
      const headers = [['Authorization', `Bearer ${token}`] as const, ['Content-Type', type] as const];
      const request = { method: 'GET', path, query: [], headers, body: Buffer.from(body) };
      const answer = await client.ask(toBytes(request), 'GET');
      const contentType = answer.headers.get('content-type') ?? '';
      const json: unknown = JSON.parse(answer.body.toString());
      checkContract(`${system().url}${path}`, 'GET', { status: answer.status, contentType, json });
      return answer.status;
    };
    expect(await ask('{', 'application/json')).to.equal(400);
    expect(await ask(`{}${' '.repeat(40_000)}`, 'application/json')).to.equal(413);
    expect(await ask('{}', 'application/json; charset=latin1')).to.equal(415);
    client.close();
  });

  it('does not bury fields under how instants look and which integers JSON can carry', () => {
    const text = JSON.stringify(internalDocument);
    expect(text).to.include('"format":"date-time"');
    expect(text).not.to.match(/9007199254740991|"pattern":"[^"]*T\(/);
  });

  for (const { method, path, body, answer } of INTERNAL_CONTRACTS) {
    it(`gives examples of ${method.toUpperCase()} ${path} that fit`, () => {
      for (const [name, example] of Object.entries(answer.examples)) {
        const { content } = internalDocument.paths[path]?.[method]?.responses[answer.status] ?? expect.fail(path);
        const schema = content['application/json']?.schema ?? expect.fail(path);
        expect(misfit(`${method} ${path} ${answer.status}`, schema, example), name).to.equal(null);
      }
      if (body) expect(body.schema.safeParse(body.example).error?.message).to.equal(undefined);
    });
  }

  for (const [type, { post }] of Object.entries(internalDocument.webhooks)) {
    it(`gives an example of the event ${type} that fits`, () => {
      const { schema, example } = post.requestBody.content['application/json'] ?? expect.fail(type);
      expect(misfit(`webhook ${type}`, schema, example)).to.equal(null);
    });
  }

  describe('catches an answer that', () => {
    const url = 'http://127.0.0.1/internal/v1/users/usr_1/balance';
    const json = INTERNAL_CONTRACTS.find(({ path }) => path === '/users/{id}/balance')?.answer.examples['balance'];
    const good = { status: 200, contentType: 'application/json; charset=utf-8', json };
    const wrong: Readonly<Record<string, object>> = {
      'has a status that is not described': { status: 418 },
      'has a type that is not described': { contentType: 'text/plain' },
      'lacks a member': { json: { ...json, held: undefined } },
      'has a member of another type': { json: { ...json, held: '20' } },
    };
    it('is right, as no mistake', () => expect(() => checkContract(url, 'GET', good)).not.to.throw());
    for (const [what, change] of Object.entries(wrong)) {
      it(what, () => expect(() => checkContract(url, 'GET', { ...good, ...change })).to.throw(/document/));
    }
  });
});

type Layer = { readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> } };

/** `post /usage/{id}/reverse` for each route of a router. */
const routesOf = (router: Router): string[] =>
  (router.stack as unknown as Layer[]).flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`) : [],
  );
