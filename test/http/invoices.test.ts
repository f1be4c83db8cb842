import { expect } from 'chai';
import { parseId } from '../../src/adapters/http/public-id.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { issueInvoice } from '../../src/application/ordering/issue-invoice.ts';
import { redLetterInvoice } from '../../src/application/ordering/red-letter-invoice.ts';
import { rejectInvoice } from '../../src/application/ordering/reject-invoice.ts';
import type { InvoiceId, OrderId } from '../../src/domain/shared/ids.ts';
import type { Person } from '../support/http/actors.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { anInvoiceNumber, refundOrder } from '../support/invoices.ts';

const DETAILS = {
  ...{ kind: 'company', name: '海马科技有限公司', email: 'f@example.com', taxpayer_number: '9144030071526726XG' },
  ...{ bank_name: null, bank_account: null, address: null, phone: null },
};
const FIELDS = [
  ...['id', 'order_id', 'status', 'package_name', 'amount_fen', 'title', 'requested_at', 'reason', 'rejected_at'],
  ...['cancelled_at', 'cancelled_by', 'number', 'download_url', 'issued_at', 'refunded_fen', 'red_letter_fen'],
  ...['red_letter_number', 'red_lettered_at'],
];
const UNKNOWN = `inv_${'0'.repeat(32)}`;

describe('/api/v1/invoices', () => {
  const system = useTestSystem();
  const uow = () => new PostgresUnitOfWork(system().knex);
  const get = (token: string | undefined, path: string) => system().call(`/api/v1/invoices${path}`, { token });
  const request = (token: string | undefined, orderId: string, titleId: string) =>
    system().call('/api/v1/invoices', { token, body: { order_id: orderId, title_id: titleId } });
  const cancel = (token: string | undefined, id: string) =>
    system().call(`/api/v1/invoices/${id}/cancel`, { token, method: 'POST' });
  const addTitle = async ({ token }: Person, name = DETAILS.name): Promise<string> =>
    (await system().call('/api/v1/invoice-titles', { token, body: { ...DETAILS, name } })).json.id;

  /** Somebody with an order of 50 yuan and a title. */
  async function aBuyer() {
    const person = await system().actors.aPerson();
    const { id: orderId } = await system().actors.aPaidOrder(person);
    return { person, token: person.token, orderId, titleId: await addTitle(person) };
  }
  async function aRequest() {
    const buyer = await aBuyer();
    const { json } = await request(buyer.token, buyer.orderId, buyer.titleId);
    return { ...buyer, invoice: json, id: json.id as string };
  }
  const uuidOf = (id: string) => parseId<InvoiceId>('inv', id) as InvoiceId;
  const issue = (id: string, number = anInvoiceNumber()) =>
    issueInvoice({ uow: uow() })(
      uuidOf(id),
      { number, downloadUrl: 'https://tax.example/1.pdf', amountFen: null },
      'li',
    );
  const reject = (id: string) => rejectInvoice({ uow: uow() })(uuidOf(id), '税号与名称不符', 'li');
  const redLetter = (id: string) => redLetterInvoice({ uow: uow() })(uuidOf(id), anInvoiceNumber(), 'li');
  const refund = (orderId: string, fen: number) => refundOrder(uow(), parseId<OrderId>('ord', orderId) as OrderId, fen);
  const summary = async (token: string) => (await get(token, '/summary')).json;

  it('POST 201 requests an invoice over what was paid, with a copy of the title', async () => {
    const { token, orderId, titleId } = await aBuyer();
    const { status, json } = await request(token, orderId, titleId);
    expect(status).to.equal(201);
    expect(json).to.have.all.keys(FIELDS);
    expect(json.id).to.match(/^inv_[0-9a-f]{32}$/);
    expect(json.requested_at).to.match(INSTANT);
    expect(json).to.deep.include({
      ...{ order_id: orderId, status: 'requested', package_name: '50元=600积分', amount_fen: 5_000, title: DETAILS },
      ...{ reason: null, number: null, download_url: null, refunded_fen: 0, red_letter_fen: null, cancelled_by: null },
    });
    await system().call(`/api/v1/invoice-titles/${titleId}`, {
      token,
      method: 'PUT',
      body: { ...DETAILS, name: '改名' },
    });
    await system().call('/api/v1/invoice-titles/delete', { token, body: { ids: [titleId] } });
    expect((await get(token, `/${json.id}`)).json).to.deep.equal(json);
  });

  it('POST 201 gives the same invoice to whoever asks again, even twenty times at once', async () => {
    const { token, orderId, titleId } = await aBuyer();
    const answers = await Promise.all(Array.from({ length: 20 }, () => request(token, orderId, titleId)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).to.have.property('size', 1);
    expect((await get(token, '')).json.invoices).to.have.length(1);
  });

  it('POST 409 for another title while the first request waits, and says what to do; then it can be done', async () => {
    const { person, token, orderId, id } = await aRequest();
    const other = await addTitle(person, '另一家公司');
    const answer = await request(token, orderId, other);
    expectProblem(answer, [409, 'invoice_title_differs', 'zh'], ['invoice_id']);
    expect(answer.json.invoice_id).to.equal(id);
    expect((await cancel(token, id)).status).to.equal(200);
    expect((await request(token, orderId, other)).json.title.name).to.equal('另一家公司');
  });

  it('POST 409 for a title that was edited since: the request keeps its copy', async () => {
    const { token, orderId, titleId } = await aRequest();
    await system().call(`/api/v1/invoice-titles/${titleId}`, {
      token,
      method: 'PUT',
      body: { ...DETAILS, name: '改名' },
    });
    expectProblem(await request(token, orderId, titleId), [409, 'invoice_title_differs', 'zh'], ['invoice_id']);
  });

  it('POST 409 for an order that waits for its money, was closed, or has gone back', async () => {
    const { person, token, titleId, orderId } = await aBuyer();
    const pending = await system().actors.anOrder(person, 'points-10');
    expectProblem(await request(token, pending.id, titleId), [409, 'invoice_order_unpaid', 'zh']);
    const closed = { status: 'closed', closed_at: new Date() };
    const id = parseId<OrderId>('ord', pending.id);
    await system().knex('ordering.orders').where({ id }).update(closed);
    expectProblem(await request(token, pending.id, titleId), [409, 'invoice_order_closed', 'zh']);
    await refund(orderId, 5_000);
    expectProblem(await request(token, orderId, titleId), [409, 'invoice_order_refunded', 'zh']);
    expect((await get(token, '')).json.invoices).to.deep.equal([]);
  });

  it('POST 409 when the time is over, with the moment at which it ended', async () => {
    const { token, orderId, titleId } = await aBuyer();
    const id = parseId<OrderId>('ord', orderId);
    const paidAt = new Date(Date.now() - 182 * 86_400_000);
    await system().knex('ordering.orders').where({ id }).update({ paid_at: paidAt });
    const answer = await request(token, orderId, titleId);
    expectProblem(answer, [409, 'invoice_period_over', 'zh'], ['ended_at']);
    expect(Date.parse(answer.json.ended_at)).to.be.within(paidAt.getTime() + 180 * 86_400_000, Date.now());
    expect(await summary(token)).to.include({ requestable_orders: 0 });
  });

  it('POST 404 for an order or a title that is not there, or somebody else’s', async () => {
    const [mine, theirs] = [await aBuyer(), await aBuyer()];
    const before = await system().rowCounts();
    for (const orderId of [theirs.orderId, `ord_${'0'.repeat(32)}`, 'x', "ord_'"]) {
      expectProblem(await request(mine.token, orderId, mine.titleId), [404, 'unknown_order', 'zh']);
    }
    for (const titleId of [theirs.titleId, `ttl_${'0'.repeat(32)}`, 'x']) {
      expectProblem(await request(mine.token, mine.orderId, titleId), [404, 'unknown_invoice_title', 'zh']);
    }
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  for (const body of [{}, { order_id: 1, title_id: 2 }, { order_id: 'a', title_id: 'b', amount_fen: 1 }, []]) {
    it(`POST 400 for ${JSON.stringify(body)}`, async () => {
      const { token } = await system().actors.aPerson();
      const answer = await system().call('/api/v1/invoices', { token, body });
      expectProblem(answer, [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('GET …/:id 200 shows the number and the address once it is issued, not who did it', async () => {
    const { token, orderId, titleId, id } = await aRequest();
    const number = anInvoiceNumber();
    await issue(id, number);
    const { json, text } = await get(token, `/${id}`);
    expect(json).to.include({ status: 'issued', number, download_url: 'https://tax.example/1.pdf' });
    expect(json.issued_at).to.match(INSTANT);
    expect(text).not.to.include('"li"');
    expect((await request(token, orderId, titleId)).json).to.deep.equal(json);
  });

  it('POST 409 for another title once it is issued', async () => {
    const { person, token, orderId, id } = await aRequest();
    await issue(id);
    const answer = await request(token, orderId, await addTitle(person, '另一家公司'));
    expectProblem(answer, [409, 'invoice_already_issued', 'zh'], ['invoice_id']);
    expect(answer.json.invoice_id).to.equal(id);
  });

  it('GET …/:id 200 tells why a request was rejected; another one may follow', async () => {
    const { token, orderId, titleId, id } = await aRequest();
    await reject(id);
    expect((await get(token, `/${id}`)).json).to.include({ status: 'rejected', reason: '税号与名称不符' });
    const again = await request(token, orderId, titleId);
    expect(again.json).to.include({ status: 'requested' }).and.not.include({ id });
  });

  it('a refund shrinks a request, and cancels it when nothing is left', async () => {
    const { token, orderId, id } = await aRequest();
    await refund(orderId, 2_000);
    expect((await get(token, `/${id}`)).json).to.include({ status: 'requested', amount_fen: 3_000 });
    await refund(orderId, 5_000);
    expect((await get(token, `/${id}`)).json).to.include({ status: 'cancelled', cancelled_by: 'refund' });
  });

  it('a refund makes a red-letter note due; after it the rest can be invoiced', async () => {
    const { token, orderId, titleId, id } = await aRequest();
    await issue(id);
    await refund(orderId, 1_500);
    await refund(orderId, 2_000);
    const due = (await get(token, `/${id}`)).json;
    expect(due).to.include({ status: 'red_letter_due', refunded_fen: 2_000, red_letter_fen: 5_000 });
    const refused = await request(token, orderId, titleId);
    expectProblem(refused, [409, 'invoice_being_reversed', 'zh'], ['invoice_id']);
    expect(await summary(token)).to.deep.equal({ requestable_orders: 0, requestable_fen: 0, requested: 0, issued: 0 });
    await redLetter(id);
    const noted = (await get(token, `/${id}`)).json;
    expect(noted.status).to.equal('red_lettered');
    expect(noted.red_letter_number).to.match(/^\d{20}$/);
    expect(noted.red_lettered_at).to.match(INSTANT);
    expect(await summary(token)).to.include({ requestable_orders: 1, requestable_fen: 3_000 });
    const rest = await request(token, orderId, titleId);
    expect(rest.json).to.include({ status: 'requested', amount_fen: 3_000, refunded_fen: 0 });
    expect((await get(token, '')).json.invoices.map((each: { id: string }) => each.id)).to.deep.equal([
      rest.json.id,
      id,
    ]);
  });

  it('POST …/cancel 200 takes the request back, and doing it twice is no error', async () => {
    const { token, id } = await aRequest();
    const answers = [await cancel(token, id), await cancel(token, id)];
    for (const { status, json } of answers) {
      expect(status).to.equal(200);
      expect(json).to.include({ id, status: 'cancelled', cancelled_by: 'user' });
      expect(json.cancelled_at).to.match(INSTANT);
    }
    expect(answers[0]?.json).to.deep.equal(answers[1]?.json);
  });

  it('POST …/cancel 409 once it is issued, with what has become of it', async () => {
    const { token, id } = await aRequest();
    await issue(id);
    const answer = await cancel(token, id);
    expectProblem(answer, [409, 'invoice_not_cancellable', 'zh'], ['invoice_status']);
    expect(answer.json.invoice_status).to.equal('issued');
  });

  it('404 for the invoice of another user, which stays as it is', async () => {
    const { token, id, invoice } = await aRequest();
    const stranger = await system().actors.aPerson();
    expectProblem(await get(stranger.token, `/${id}`), [404, 'unknown_invoice', 'zh']);
    expectProblem(await cancel(stranger.token, id), [404, 'unknown_invoice', 'zh']);
    expect((await get(token, `/${id}`)).json).to.deep.equal(invoice);
  });

  for (const id of [UNKNOWN, `ord_${'0'.repeat(32)}`, "inv_'; drop", 'inv_%00', 'summaries']) {
    it(`404 for the id ${id}`, async () => {
      const { token } = await system().actors.aPerson();
      expectProblem(await get(token, `/${id}`), [404, 'unknown_invoice', 'zh']);
      expectProblem(await cancel(token, id), [404, 'unknown_invoice', 'zh']);
    });
  }

  it('401 without a session', async () => {
    for (const path of ['', '/summary', '/requestable', `/${UNKNOWN}`]) {
      expectProblem(await get(undefined, path), [401, 'session_missing', 'zh']);
    }
    expectProblem(await request(undefined, 'ord_1', 'ttl_1'), [401, 'session_missing', 'zh']);
    expectProblem(await cancel(undefined, UNKNOWN), [401, 'session_missing', 'zh']);
  });
});

describe('GET /api/v1/invoices, …/summary and …/requestable', () => {
  const system = useTestSystem();
  const get = (token: string, path: string) => system().call(`/api/v1/invoices${path}`, { token });

  /** Three paid orders of one person, two of them with a request, one of which was cancelled. */
  async function threeOrders() {
    const person = await system().actors.aPerson();
    const { token } = person;
    const orders: string[] = [];
    for (const code of ['points-10', 'points-50', 'points-300']) {
      orders.unshift((await system().actors.aPaidOrder(person, code)).id);
    }
    const title = (await system().call('/api/v1/invoice-titles', { token, body: DETAILS })).json.id;
    const invoices: string[] = [];
    for (const order_id of orders.slice(0, 2)) {
      const body = { order_id, title_id: title };
      invoices.unshift((await system().call('/api/v1/invoices', { token, body })).json.id);
    }
    await system().call(`/api/v1/invoices/${invoices[1]}/cancel`, { token, method: 'POST' });
    return { token, orders, invoices };
  }
  const idsIn = (json: { invoices: { id: string }[] }) => json.invoices.map(({ id }) => id);

  it('200 lists the own invoices, newest first, a page at a time', async () => {
    await threeOrders();
    const { token, invoices } = await threeOrders();
    const all = await get(token, '');
    expect([all.status, idsIn(all.json), all.json.next_cursor]).to.deep.equal([200, invoices, null]);
    for (const invoice of all.json.invoices) expect(invoice).to.have.all.keys(FIELDS);
    const first = (await get(token, '?limit=1')).json;
    expect([idsIn(first), first.next_cursor]).to.deep.equal([[invoices[0]], invoices[0]]);
    const second = (await get(token, `?limit=1&cursor=${first.next_cursor}`)).json;
    expect([idsIn(second), second.next_cursor]).to.deep.equal([[invoices[1]], null]);
  });

  it('200 lists those of one status', async () => {
    const { token, invoices } = await threeOrders();
    expect(idsIn((await get(token, '?status=requested')).json)).to.deep.equal([invoices[0]]);
    expect(idsIn((await get(token, '?status=cancelled')).json)).to.deep.equal([invoices[1]]);
    expect(idsIn((await get(token, '?status=issued')).json)).to.deep.equal([]);
  });

  it('200 counts for 「2张待申请」 what …/requestable lists', async () => {
    const { token, orders } = await threeOrders();
    const { status, json } = await get(token, '/summary');
    expect(status).to.equal(200);
    expect(json).to.deep.equal({ requestable_orders: 2, requestable_fen: 31_000, requested: 1, issued: 0 });
    const listed = (await get(token, '/requestable')).json;
    expect(listed.next_cursor).to.equal(null);
    for (const order of listed.orders) expect(order.paid_at).to.match(INSTANT);
    const amounts = (fen: number) => ({ amount_fen: fen, refunded_fen: 0, requestable_fen: fen });
    expect(listed.orders.map(({ paid_at: _, ...order }: { paid_at: string }) => order)).to.deep.equal([
      { order_id: orders[0], package_name: '300元=4000积分', ...amounts(30_000) },
      { order_id: orders[2], package_name: '10元=100积分', ...amounts(1_000) },
    ]);
    const first = (await get(token, '/requestable?limit=1')).json;
    expect(first.next_cursor).to.equal(orders[0]);
    const second = (await get(token, `/requestable?limit=1&cursor=${first.next_cursor}`)).json;
    expect([second.orders[0].order_id, second.next_cursor]).to.deep.equal([orders[2], null]);
  });

  it('200 is nothing for somebody who has bought nothing', async () => {
    const { token } = await system().actors.aPerson();
    const nothing = { requestable_orders: 0, requestable_fen: 0, requested: 0, issued: 0 };
    expect((await get(token, '/summary')).json).to.deep.equal(nothing);
    expect((await get(token, '/requestable')).json).to.deep.equal({ orders: [], next_cursor: null });
    expect((await get(token, '')).json).to.deep.equal({ invoices: [], next_cursor: null });
  });

  const malformed: readonly (readonly [path: string, pointer: string])[] = [
    ['?status=paid', '/status'],
    ['?status=issued&status=rejected', '/status'],
    ['?limit=0', '/limit'],
    ['?limit=101', '/limit'],
    ['?limit=1e1', '/limit'],
    ['?cursor=ord_1', '/cursor'],
    ['?staus=issued', ''],
    ['/requestable?cursor=inv_1', '/cursor'],
    ['/requestable?limit=-1', '/limit'],
  ];
  for (const [path, pointer] of malformed) {
    it(`400 for ${path}`, async () => {
      const answer = await get((await system().actors.aPerson()).token, path);
      expectProblem(answer, [400, 'invalid_request', 'zh'], ['errors']);
      expect(answer.json.errors[0].pointer).to.equal(pointer);
    });
  }
});
