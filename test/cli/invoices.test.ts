import os from 'node:os';
import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import { runCli } from '../support/http/run-cli.ts';
import { aBuyerWithARequest, anInvoiceNumber, COMPANY, refundOrder } from '../support/invoices.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop, type Shop } from '../support/shop.ts';

describe('seahorse invoices', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(3);
    shop = openShop(database.uow);
  });
  after(() => database.drop());
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runProgram(['invoices', ...args], { DATABASE_URL: database.url, ...env });
  const asJson = async (...args: string[]) => {
    const { code, stdout, stderr } = await run([...args, '--json']);
    expect([code, stderr]).to.deep.equal([0, '']);
    return JSON.parse(stdout);
  };
  async function aRequest() {
    const request = await aBuyerWithARequest(shop);
    return { ...request, name: publicId('inv', request.id) };
  }

  it('list shows what waits, the oldest first, a page at a time', async () => {
    const [one, two, three] = [await aRequest(), await aRequest(), await aRequest()];
    const { code, stdout, stderr } = await run(['list', '--status', 'requested', '--limit', '2']);
    expect([code, stderr]).to.deep.equal([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/\s+/)[0])).to.deep.equal([one.name, two.name, 'there']);
    expect(lines[0]).to.match(/requested {2,}\d{4}-\S+Z {2,}9\.90 {2}海马科技（深圳）有限公司$/);
    expect(lines[2]).to.equal(`there are more: --after ${two.name}`);
    const rest = await asJson('list', '--limit', '2', '--after', two.name);
    expect(rest.next_cursor).to.equal(null);
    expect(rest.invoices).to.have.length(1);
    expect(rest.invoices[0]).to.include({ id: three.name, status: 'requested', amount_fen: 990, issued_by: null });
  });

  it('show has everything that it takes to issue one, and its history', async () => {
    const { id, name, order } = await aRequest();
    const { stdout } = await run(['show', name]);
    const { taxpayerNumber, bankName, email } = COMPANY as Extract<typeof COMPANY, { kind: 'company' }>;
    for (const fact of [name, publicId('ord', order.id), '9.90 yuan', taxpayerNumber, bankName as string, email]) {
      expect(stdout).to.include(fact);
    }
    expect(stdout).to.match(/Z {2}requested {2,}user {2}amount_fen=990\n$/);
    const shown = await asJson('show', name);
    expect(shown.title).to.include({ name: COMPANY.name, taxpayer_number: taxpayerNumber });
    const at = (await shop.showInvoice(id))?.history[0]?.at.toISOString();
    const detail = { amount_fen: '990' };
    expect(shown.history).to.deep.equal([{ kind: 'requested', cause: 'user', operator: null, at, detail }]);
  });

  it('issue keeps number, address and operator, and may be repeated', async () => {
    const { id, name } = await aRequest();
    const number = anInvoiceNumber();
    const args = ['issue', name, '--number', number, '--url', 'https://tax.example/a b.pdf', '--amount', '9.9'];
    const first = await run(args, { SEAHORSE_OPERATOR: '小李' });
    expect(first).to.deep.equal({ code: 0, stdout: `${name} is now issued\n`, stderr: '' });
    expect((await shop.showInvoice(id))?.invoice).to.deep.include({
      ...{ status: 'issued', number, downloadUrl: 'https://tax.example/a%20b.pdf', issuedBy: '小李' },
    });
    expect((await run(args, { SEAHORSE_OPERATOR: '小王' })).stdout).to.equal(`${name} was already issued\n`);
    expect((await shop.showInvoice(id))?.history).to.have.length(2);
    const other = await run(['issue', name, '--number', anInvoiceNumber()]);
    expect([other.code, other.stdout]).to.deep.equal([1, '']);
    expect(other.stderr).to.equal(`seahorse: ${name} is issued under the number ${number}\n`);
  });

  it('issue refuses a number that is taken, and an amount that a refund has changed', async () => {
    const [one, other] = [await aRequest(), await aRequest()];
    const number = anInvoiceNumber();
    await run(['issue', one.name, '--number', number]);
    const taken = await run(['issue', other.name, '--number', number]);
    expect(taken).to.deep.equal({ code: 1, stdout: '', stderr: `seahorse: this number is taken by ${one.name}\n` });
    await refundOrder(database.uow, other.orderId, 400);
    const late = await run(['issue', other.name, '--number', anInvoiceNumber(), '--amount', '9.90']);
    expect([late.code, late.stdout]).to.deep.equal([1, '']);
    expect(late.stderr).to.include('is over 5.90 yuan now');
    expect((await shop.showInvoice(other.id))?.invoice.status).to.equal('requested');
  });

  it('reject tells the user why, under the name that --by gives', async () => {
    const { name, id } = await aRequest();
    const { changed, invoice } = await asJson('reject', name, '--reason', ' 税号与名称不符 ', '--by', 'li');
    expect(changed).to.equal(true);
    expect(invoice).to.include({ id: name, status: 'rejected', reason: '税号与名称不符', rejected_by: 'li' });
    expect((await shop.showInvoice(id))?.history.at(-1)).to.include({ kind: 'rejected', operator: 'li' });
    const again = await run(['reject', name, '--reason', 'another']);
    expect(again).to.deep.equal({ code: 1, stdout: '', stderr: `seahorse: ${name} is rejected\n` });
  });

  it('red-letter reverses what a refund has touched, under the login name where nobody says another', async () => {
    const { name, orderId } = await aRequest();
    const issued = anInvoiceNumber();
    await run(['issue', name, '--number', issued]);
    const early = await run(['red-letter', name, '--number', anInvoiceNumber()]);
    expect(early.stderr).to.equal(`seahorse: ${name} is issued under the number ${issued}\n`);
    await refundOrder(database.uow, orderId, 400);
    expect((await run(['show', name])).stdout).to.match(
      /refunded_since +4\.00 yuan; the red-letter note is over the whole/,
    );
    const number = anInvoiceNumber();
    const { invoice } = await asJson('red-letter', name, '--number', number);
    expect(invoice).to.include({
      ...{ status: 'red_lettered', red_letter_number: number, red_letter_fen: 990, refunded_fen: 400 },
      red_lettered_by: os.userInfo().username,
    });
  });

  it('exits with 1 for an invoice that is not there', async () => {
    const name = `inv_${'0'.repeat(32)}`;
    for (const args of [
      ['show', name],
      ['issue', name, '--number', anInvoiceNumber()],
    ]) {
      expect(await run(args)).to.deep.equal({ code: 1, stdout: '', stderr: `seahorse: there is no invoice ${name}\n` });
    }
  });

  it('does as a process of its own what it does here, its exit status included', async () => {
    const { name } = await aRequest();
    for (const [code, args] of [
      [0, ['show', name, '--json']],
      [1, ['reject', `inv_${'0'.repeat(32)}`, '--reason', 'no']],
    ] as const) {
      const here = await run(args);
      expect(here.code).to.equal(code);
      expect(await runCli(['invoices', ...args], { DATABASE_URL: database.url })).to.deep.equal(here);
    }
  });

  const ID = `inv_${'0'.repeat(32)}`;
  const mistakes: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [['list', '--status', 'paid'], /Allowed choices are requested, issued/],
    [['issue', ID, '--number', '123'], /8 to 32 letters/],
    [['reject', ID, '--reason', 'no', '--by', ' '], /say who you are/],
  ];
  for (const [args, says] of mistakes) {
    it(`exits with 2 for ${args.join(' ').replace(` ${ID}`, '')}`, async () => {
      const { code, stdout, stderr } = await run(args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }
});
