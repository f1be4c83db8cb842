import { expect } from 'chai';
import type { WantedCodes } from '../../src/application/catalog/make-codes.ts';
import { codesMade } from '../support/codes.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('POST /api/v1/redemptions', () => {
  const system = useTestSystem();
  const make = async (change: Partial<WantedCodes> = {}) => (await codesMade(system().uow, change)).codes as string[];
  const somebody = async () => {
    const { token } = await system().actors.aPerson();
    return { token, redeem: (code: unknown) => system().call('/api/v1/redemptions', { token, body: { code } }) };
  };

  it('201 gives the points, and says what for and until when', async () => {
    const [code] = await make({ name: '内测礼包' });
    const { token, redeem } = await somebody();
    const { status, json } = await redeem(code);
    expect(status).to.equal(201);
    expect(json)
      .to.include({ name: '内测礼包', points: 50 })
      .and.to.have.all.keys([...['name', 'points', 'points_expire_at', 'redeemed_at']]);
    expect(Date.parse(json.points_expire_at) - Date.parse(json.redeemed_at)).to.be.within(89 * 864e5, 91 * 864e5);
    const balance = await system().call('/api/v1/balance', { token });
    expect(balance.json.available).to.equal(50);
    const { json: statement } = await system().call('/api/v1/points/statement', { token });
    expect(statement.lines[0]).to.include({ kind: 'credit', points: 50 });
    expect(JSON.stringify(statement.lines[0])).to.include('兑换码：内测礼包');
  });

  it('200 to the same person again, with the same answer', async () => {
    const [code = ''] = await make();
    const { redeem } = await somebody();
    const { json } = await redeem(code);
    const again = await redeem(code.toLowerCase().replaceAll('-', ''));
    expect([again.status, again.json]).to.deep.equal([200, json]);
  });

  it('refuses what is no code, a code of nobody, and one that somebody has taken', async () => {
    const [code] = await make();
    const [one, other] = [await somebody(), await somebody()];
    await one.redeem(code);
    expectProblem(await other.redeem('7K2M'), [400, 'redemption_code_malformed', 'zh']);
    expectProblem(await other.redeem('0000-0000-0000-0000'), [404, 'redemption_code_unknown', 'zh']);
    expectProblem(await other.redeem(code), [409, 'redemption_code_redeemed', 'zh']);
  });

  it('409 where the time of the codes is over, or they have been taken back', async () => {
    const { redeem } = await somebody();
    const [late, gone] = await make();
    await system().knex('catalog.redemption_codes').where({ no: 2 }).update({ voided_at: new Date() });
    expectProblem(await redeem(gone), [409, 'redemption_code_void', 'zh']);
    await system().knex('catalog.code_batches').update({ ends_at: new Date() });
    expectProblem(await redeem(late), [409, 'redemption_code_expired', 'zh']);
  });

  it('409 beyond what one person may have, with the limit', async () => {
    const { redeem } = await somebody();
    const [one, other] = await make({ perPerson: 1 });
    await redeem(one);
    const refused = await redeem(other);
    expectProblem(refused, [409, 'redemption_limit_reached', 'zh'], ['limit']);
    expect(refused.json.limit).to.equal(1);
  });

  it('400 for a body that is none', async () => {
    const { redeem } = await somebody();
    for (const code of [undefined, '', 7, 'x'.repeat(65)]) {
      expectProblem(await redeem(code), [400, 'invalid_request', 'zh'], ['errors']);
    }
  });

  it('keeps no code: neither in a table nor in the audit log', async () => {
    const [code = ''] = await make();
    await (await somebody()).redeem(code);
    const tables = ['catalog.code_batches', 'catalog.redemption_codes', 'audit.events', 'ledger.adjustments'];
    for (const table of tables) {
      const rows = JSON.stringify(await system().knex(table), (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      expect(rows, table).not.to.include(code).and.not.to.include(code.replaceAll('-', ''));
    }
  });
});
