import { expect } from 'chai';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('GET /api/v1/orders', () => {
  const system = useTestSystem();
  const list = (token: string | undefined, query = '') => system().call(`/api/v1/orders${query}`, { token });

  it('200 lists the own orders, newest first, as each is shown by itself', async () => {
    const person = await system().actors.aPerson();
    await system().actors.aPaidOrder(await system().actors.aPerson());
    const paid = await system().actors.aPaidOrder(person);
    const open = await system().actors.anOrder(person, 'points-10');
    const { status, json } = await list(person.token);
    expect(status).to.equal(200);
    const one = async (id: string) => (await system().call(`/api/v1/orders/${id}`, { token: person.token })).json;
    expect(json).to.deep.equal({ orders: [await one(open.id), await one(paid.id)], next_cursor: null });
  });

  it('200 in pages, which hold each order once', async () => {
    const person = await system().actors.aPerson();
    const ids: string[] = [];
    for (const code of ['points-10', 'points-50', 'points-300']) {
      ids.unshift((await system().actors.anOrder(person, code)).id);
    }
    const first = (await list(person.token, '?limit=2')).json;
    const second = (await list(person.token, `?limit=2&cursor=${first.next_cursor}`)).json;
    expect([...first.orders, ...second.orders].map(({ id }) => id)).to.deep.equal(ids);
    expect(second.next_cursor).to.equal(null);
  });

  it('200 with those in one state', async () => {
    const person = await system().actors.aPerson();
    const paid = await system().actors.aPaidOrder(person);
    await system().actors.anOrder(person, 'points-10');
    expect((await list(person.token, '?status=paid')).json.orders.map(({ id }: { id: string }) => id)).to.deep.equal([
      paid.id,
    ]);
    expect((await list(person.token, '?status=refunded')).json.orders).to.deep.equal([]);
  });

  for (const query of ['?status=gone', '?limit=0', '?limit=101', '?cursor=ord_1', '?page=2']) {
    it(`400 for ${query}`, async () => {
      const { token } = await system().actors.aPerson();
      expectProblem(await list(token, query), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('401 without a session', async () => {
    expectProblem(await list(undefined), [401, 'session_missing', 'zh']);
  });
});
