import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import { aBuyerWithAnOrder } from '../support/customers.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { aPaidBuyer, available, refundsOfOrder, spend } from '../support/refunding.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop, type Shop, untilDone } from '../support/shop.ts';

describe('seahorse refunds', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase();
    shop = openShop(database.uow);
  });
  after(() => database.drop());

  const run = (args: string[], env: Record<string, string> = {}) =>
    runProgram(['refunds', ...args], {
      ...{ DATABASE_URL: database.url, SEAHORSE_OPERATOR: 'alice', REFUND_APPROVAL_LIMIT_FEN: '500', ...env },
    });
  let sold = 0;
  const aSale = async () => {
    sold += 1;
    const bought = await aPaidBuyer(shop, { code: `package-${sold}` });
    return { ...bought, name: publicId('ord', bought.order.id) };
  };
  const ask = (order: string, ...more: string[]) => run(['request', order, '--reason', '用户申请退款', ...more]);
  const request = (order: string, ...more: string[]) => ask(order, '--yes', ...more);
  const decide = (decision: 'approve' | 'reject', refund: string, by: string, ...more: string[]) =>
    run([decision, refund, '--by', by, '--reason', 'talked to the buyer', '--yes', ...more]);

  it('request freezes the points, says what happens next, and is carried out by the workers', async () => {
    const { order, name, userId } = await aSale();
    const before = await available(shop, userId);
    const { code, stdout, stderr } = await request(name, '--amount-fen', '198');
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^rfd_[0-9a-f]{32} {2}approved {2}198 fen {2}the workers send it\n$/);
    expect(stderr, 'what it comes to is said before').to.match(/^gives back {2}¥1\.98 of ¥9\.90, through jsapi 42000/);
    expect(before - (await available(shop, userId))).to.equal(20n);
    await shop.sendRefunds.run(untilDone);
    const [refund] = await refundsOfOrder(shop, order.id);
    expect(refund).to.include({ status: 'processing', requestedBy: 'alice', reason: '用户申请退款' });
    expect(shop.gateway.refundsSent.at(-1)?.refund.outRefundNo).to.equal(refund?.outRefundNo);
  });

  it('request --dry-run shows money, lots and the lines of the ledger, and writes nothing', async () => {
    const { order, name, userId } = await aSale();
    await spend(shop, userId, 40n);
    const { code, stdout, stderr } = await ask(name, '--amount-fen', '198', '--dry-run');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout)
      .to.match(/^for {9}20 of the 100 points that were sold for ¥9\.90$/m)
      .and.to.match(/^lot {9}takes 20 {4}paid {3}100 points: /m)
      .and.to.match(/^the ledger, at once:\n +\d+ {2}freeze +-20 +held \+20 /m)
      .and.to.match(
        /^the ledger, when the money is back:\n +\d+ {2}release .*\n +\d+ {2}claw_back +-20 +refunded \+20 /m,
      )
      .and.to.match(/\ndry run: nothing was written\n$/);
    const { refund, preview, ...said } = JSON.parse(
      (await ask(name, '--amount-fen', '198', '--dry-run', '--json')).stdout,
    );
    expect([refund, said]).to.deep.equal([null, { dry_run: true, repeated: false }]);
    expect(preview).to.deep.include({
      refund_fen: 198,
      paid_fen: 990,
      points: '20',
      sold_points: '100',
      second_operator: false,
    });
    expect(preview.entries).to.have.length(1);
    expect(await refundsOfOrder(shop, order.id)).to.deep.equal([]);
  });

  it('request without --yes moves nothing where nobody can be asked', async () => {
    const { order, name } = await aSale();
    const { code, stdout, stderr } = await ask(name, '--all');
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.match(/^seahorse: this moves money or points: run it with --yes, or at a terminal/m);
    expect(await refundsOfOrder(shop, order.id)).to.deep.equal([]);
  });

  it('request --all above the limit waits; approve lets it go, by somebody else, and not twice', async () => {
    const { outTradeNo } = await aSale();
    const asked = await request(outTradeNo, '--all');
    expect(asked.stdout).to.match(
      /awaiting_approval {2}990 fen {2}a second operator decides: seahorse refunds approve rfd_/,
    );
    const refund = asked.stdout.split(' ')[0] as string;
    const own = await decide('approve', refund, 'alice');
    expect([own.code, own.stdout]).to.deep.equal([5, '']);
    expect(own.stderr).to.equal('seahorse: alice asked for it, so somebody else has to approve it\n');
    const looked = await decide('approve', refund, 'bob', '--dry-run');
    expect(looked.stdout)
      .to.match(/^gives back {2}¥9\.90 of ¥9\.90/)
      .and.to.match(/dry run: nothing was written\n$/);
    const approved = await decide('approve', refund, 'bob');
    expect([approved.code, approved.stdout]).to.deep.equal([0, `${refund}  approved  990 fen  the workers send it\n`]);
    expect(approved.stderr).to.match(/^gives back {2}¥9\.90 of ¥9\.90/);
    const again = await decide('approve', refund, 'carol');
    expect([again.code, again.stderr]).to.deep.equal([
      ...[1, 'seahorse: nothing waits for a decision: the refund is approved\n'],
    ]);
  });

  it('reject gives the points back, and show tells the whole story', async () => {
    const { name, userId } = await aSale();
    const before = await available(shop, userId);
    const refund = (await request(name, '--all')).stdout.split(' ')[0] as string;
    const { code, stdout } = await run(['reject', refund, '--reason', 'paid by bank instead', '--by', 'bob', '--yes']);
    expect([code, stdout]).to.deep.equal([0, `${refund}  rejected  990 fen  the points are back\n`]);
    expect(await available(shop, userId)).to.equal(before);
    const shown = JSON.parse((await run(['show', refund, '--json'])).stdout);
    expect(shown).to.include({
      id: refund,
      status: 'rejected',
      refund_fen: 990,
      order_id: name,
      requested_by: 'alice',
    });
    expect(shown).to.include({ decided_by: 'bob', rejection: 'paid by bank instead', accepted_at: null });
    expect(shown.history.map(({ kind }: { kind: string }) => kind)).to.deep.equal([
      'refund_requested',
      'refund_rejected',
    ]);
    const text = (await run(['show', shown.out_refund_no])).stdout;
    expect(text)
      .to.match(/^status +rejected$/m)
      .and.to.match(/refund_rejected \(operator\) .*"by":"bob"/);
  });

  it('list tells them newest first, by status and by order', async () => {
    const [one, other] = [await aSale(), await aSale()];
    await request(one.name, '--amount-fen', '99');
    await request(other.name, '--all');
    const all = (await run(['list'])).stdout.trim().split('\n');
    expect(all[0])
      .to.match(/^rfd_[0-9a-f]{32} {2}awaiting_approval +990 fen {2}ord_/)
      .and.to.include(other.name);
    expect(all[1])
      .to.include(one.name)
      .and.to.match(/alice$/);
    const some = JSON.parse((await run(['list', '--order', one.outTradeNo, '--json'])).stdout);
    expect(some.refunds.map((refund: { refund_fen: number }) => refund.refund_fen)).to.deep.equal([99]);
    expect((await run(['list', '--order', one.name, '--status', 'succeeded'])).stdout).to.equal('');
    expect((await run(['list', '--limit', '1'])).stdout.trim().split('\n')).to.deep.equal([all[0]]);
  });

  it('request with a key is one request, however often it is said', async () => {
    const { name, order } = await aSale();
    const said = [
      await request(name, '--amount-fen', '99', '--request-key', 'ticket-7'),
      await request(name, '--amount-fen', '99', '--request-key', 'ticket-7'),
    ];
    expect(said.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(said[1]?.stdout).to.include('asked for before');
    expect(await refundsOfOrder(shop, order.id)).to.have.length(1);
  });

  it('exits with 1 and says what to do instead where a refund cannot be', async () => {
    const { name, userId } = await aSale();
    await spend(shop, userId, await available(shop, userId));
    const pending = await aBuyerWithAnOrder(shop, { code: 'never-paid' });
    const nobody = `rfd_${'0'.repeat(32)}`;
    const refusals: [string[], RegExp][] = [
      [[name, '--all'], /the points are spent or have expired/],
      [[publicId('ord', pending.order.id), '--all'], /nothing was paid .* the order is pending/],
      [[`ord_${'0'.repeat(32)}`, '--all'], /there is no such order/],
    ];
    for (const [args, says] of refusals) {
      const { code, stdout, stderr } = await request(args[0] as string, ...args.slice(1));
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.match(says);
    }
    expect((await run(['show', nobody])).stderr).to.equal(`seahorse: there is no refund ${nobody}\n`);
  });

  const mistakes: readonly (readonly [what: string, args: string[], says: RegExp])[] = [
    ['neither an amount nor --all', ['request', 'abcdef', '--reason', 'x'], /say --amount-fen or --all/],
    ['both', ['request', 'abcdef', '--reason', 'x', '--all', '--amount-fen', '1'], /say --amount-fen or --all/],
    ['an amount in yuan', ['request', 'abcdef', '--reason', 'x', '--amount-fen', '1.5'], /whole number of fen/],
    ['no reason', ['request', 'abcdef', '--all'], /--reason/],
    ['an order that is none', ['request', 'ord_1', '--reason', 'x', '--all'], /expected an order such as/],
    ['a refund that is none', ['show', 'rfd_1'], /expected a refund such as/],
    ['a status that is none', ['list', '--status', 'gone'], /Allowed choices are/],
    ['a nameless operator', ['approve', `rfd_${'0'.repeat(32)}`, '--by', ' ', '--reason', 'x'], /say who you are/],
    ['a decision without a reason', ['approve', `rfd_${'0'.repeat(32)}`], /--reason/],
  ];
  for (const [what, args, says] of mistakes) {
    it(`exits with 2 for ${what}`, async () => {
      const { code, stdout, stderr } = await run(args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }
});
