import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const PERSON = { kind: 'personal', name: '王小明', email: 'wang@example.com' };
const COMPANY = {
  ...{ kind: 'company', name: '海马科技有限公司', email: 'f@example.com', taxpayer_number: '9144030071526726XG' },
  ...{ bank_name: '招商银行', bank_account: '7559 0000', address: '深圳市', phone: '0755-12345678' },
};
const NOBODY = { taxpayer_number: null, bank_name: null, bank_account: null, address: null, phone: null };
const UNKNOWN = `ttl_${'0'.repeat(32)}`;

describe('/api/v1/invoice-titles', () => {
  const system = useTestSystem();
  const call = (token: string | undefined, method: string, path: string, body?: unknown) =>
    system().call(`/api/v1/invoice-titles${path}`, { token, method, ...(body === undefined ? {} : { body }) });
  const add = (token: string | undefined, body: unknown) => call(token, 'POST', '', body);
  const list = async (token: string) => (await call(token, 'GET', '')).json.invoice_titles;
  const aToken = async () => (await system().actors.aPerson()).token;

  it('POST 201 keeps a person; the first title is the default', async () => {
    const token = await aToken();
    const { status, json } = await add(token, PERSON);
    expect(status).to.equal(201);
    const { id, created_at, ...rest } = json;
    expect(id).to.match(/^ttl_[0-9a-f]{32}$/);
    expect(created_at).to.match(INSTANT);
    expect(rest).to.deep.equal({ ...PERSON, ...NOBODY, is_default: true });
    expect(await list(token)).to.deep.equal([json]);
  });

  it('POST 201 keeps a company, trimmed, its number as it is printed; blanks are nothing', async () => {
    const token = await aToken();
    const body = {
      ...COMPANY,
      name: '  海马科技有限公司 ',
      taxpayer_number: '91440300 71526726xg',
      phone: '  ',
      address: null,
    };
    const { status, json } = await add(token, body);
    expect(status).to.equal(201);
    expect(json).to.include({ ...COMPANY, phone: null, address: null });
  });

  it('POST 201 gives the same title again for the same details, even twenty times at once', async () => {
    const token = await aToken();
    const answers = await Promise.all(Array.from({ length: 20 }, () => add(token, COMPANY)));
    expect(new Set(answers.map(({ status, json }) => `${status} ${json.id}`))).to.have.property('size', 1);
    expect(await list(token)).to.have.length(1);
  });

  it('POST 201 with is_default takes the place of the default, also for details that are kept already', async () => {
    const token = await aToken();
    const [first, second] = [
      (await add(token, PERSON)).json,
      (await add(token, { ...COMPANY, is_default: true })).json,
    ];
    expect([first.is_default, second.is_default]).to.deep.equal([true, true]);
    const defaults = async () => (await list(token)).map(({ id, is_default }: never) => [id, is_default]);
    expect(await defaults()).to.deep.equal([
      [second.id, true],
      [first.id, false],
    ]);
    await add(token, { ...PERSON, is_default: true });
    expect(await defaults()).to.deep.equal([
      [first.id, true],
      [second.id, false],
    ]);
  });

  it('POST 409 for the twenty-first title, also when thirty are added at once', async () => {
    const token = await aToken();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => add(token, { ...PERSON, name: `人${n}`, is_default: true })),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).to.have.length(10);
    for (const answer of refused) expectProblem(answer, [409, 'too_many_invoice_titles', 'zh'], ['limit']);
    expect(refused[0]?.json.limit).to.equal(20);
    const kept = await list(token);
    expect(kept.filter(({ is_default }: { is_default: boolean }) => is_default)).to.have.length(1);
  });

  const { email: _email, ...WITHOUT_EMAIL } = PERSON;
  const malformed: readonly (readonly [what: string, body: unknown, pointer: string])[] = [
    ['nothing', {}, '/kind'],
    ['a kind that is none', { ...PERSON, kind: 'club' }, '/kind'],
    ['a name of blanks', { ...PERSON, name: '  ' }, '/name'],
    ['a name of 101 characters', { ...PERSON, name: '名'.repeat(101) }, '/name'],
    ['a name with a line break', { ...PERSON, name: 'a\nb' }, '/name'],
    ['an address with a NUL', { ...COMPANY, address: 'a\u0000' }, '/address'],
    ['an e-mail that is none', { ...PERSON, email: 'wang' }, '/email'],
    ['an e-mail with a second header', { ...PERSON, email: 'w@example.com\r\nBcc: x@example.com' }, '/email'],
    ['no e-mail', WITHOUT_EMAIL, '/email'],
    ['a company without a number', { ...COMPANY, taxpayer_number: undefined }, '/taxpayer_number'],
    ['a number that is too short', { ...COMPANY, taxpayer_number: '12345678901234' }, '/taxpayer_number'],
    ['a mistyped number', { ...COMPANY, taxpayer_number: '9144030071526726XH' }, '/taxpayer_number'],
    ['a person with a number', { ...PERSON, taxpayer_number: COMPANY.taxpayer_number }, ''],
    ['an unknown field', { ...PERSON, user_id: 'usr_1' }, ''],
    ['a list', [], ''],
  ];
  for (const [what, body, pointer] of malformed) {
    it(`POST and PUT 400 for ${what}, and keep nothing`, async () => {
      const token = await aToken();
      const { id } = (await add(token, COMPANY)).json;
      const before = await list(token);
      for (const answer of [await add(token, body), await call(token, 'PUT', `/${id}`, body)]) {
        expectProblem(answer, [400, 'invalid_request', 'zh'], ['errors']);
        expect(answer.json.errors[0].pointer).to.equal(pointer);
      }
      expect(await list(token)).to.deep.equal(before);
    });
  }

  it('PUT 200 puts new details in the place of the old ones; the default stays so', async () => {
    const token = await aToken();
    const { id, created_at } = (await add(token, COMPANY)).json;
    const { status, json } = await call(token, 'PUT', `/${id}`, PERSON);
    expect(status).to.equal(200);
    expect(json).to.deep.equal({ id, created_at, ...PERSON, ...NOBODY, is_default: true });
    expect(await list(token)).to.deep.equal([json]);
  });

  it('PUT 200 with is_default takes the place of the default', async () => {
    const token = await aToken();
    const [first, second] = [(await add(token, PERSON)).json, (await add(token, COMPANY)).json];
    await call(token, 'PUT', `/${second.id}`, { ...COMPANY, is_default: true });
    expect(await list(token)).to.deep.equal([
      { ...second, is_default: true },
      { ...first, is_default: false },
    ]);
  });

  it('POST …/delete 200 tells which are gone; the newest that is left becomes the default', async () => {
    const token = await aToken();
    const [a, b, c] = [
      (await add(token, PERSON)).json,
      (await add(token, COMPANY)).json,
      (await add(token, { ...PERSON, name: '李' })).json,
    ];
    const ids = [a.id, UNKNOWN, 'nonsense', a.id];
    const { status, json } = await call(token, 'POST', '/delete', { ids });
    expect([status, json]).to.deep.equal([200, { deleted: [a.id] }]);
    expect(await list(token)).to.deep.equal([{ ...c, is_default: true }, b]);
    expect((await call(token, 'POST', '/delete', { ids })).json).to.deep.equal({ deleted: [] });
    expect((await call(token, 'POST', '/delete', { ids: [b.id, c.id] })).json.deleted).to.have.members([b.id, c.id]);
    expect(await list(token)).to.deep.equal([]);
  });

  for (const ids of [undefined, [], 'ttl_1', [1], Array(21).fill(UNKNOWN)]) {
    it(`POST …/delete 400 for ${JSON.stringify(ids)?.slice(0, 40)}`, async () => {
      const answer = await call(await aToken(), 'POST', '/delete', { ids });
      expectProblem(answer, [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('are out of the reach of another user', async () => {
    const [token, stranger] = [await aToken(), await aToken()];
    const { id } = (await add(token, COMPANY)).json;
    const before = await list(token);
    expectProblem(await call(stranger, 'PUT', `/${id}`, PERSON), [404, 'unknown_invoice_title', 'zh']);
    expect((await call(stranger, 'POST', '/delete', { ids: [id] })).json).to.deep.equal({ deleted: [] });
    expect(await list(stranger)).to.deep.equal([]);
    expect(await list(token)).to.deep.equal(before);
  });

  for (const id of [UNKNOWN, `inv_${'0'.repeat(32)}`, "ttl_'; drop", 'ttl_%00']) {
    it(`PUT 404 for the id ${id}`, async () => {
      expectProblem(await call(await aToken(), 'PUT', `/${id}`, PERSON), [404, 'unknown_invoice_title', 'zh']);
    });
  }

  it('401 without a session', async () => {
    const calls = [
      ['GET', ''],
      ['POST', '', PERSON],
      ['PUT', `/${UNKNOWN}`, PERSON],
      ['POST', '/delete', { ids: [UNKNOWN] }],
    ];
    for (const [method, path, body] of calls) {
      const answer = await call(undefined, method as string, path as string, body);
      expectProblem(answer, [401, 'session_missing', 'zh']);
    }
  });
});
