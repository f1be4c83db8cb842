import { expect } from 'chai';
import { PostgresBooksAudit } from '../../src/adapters/postgres/ledger/postgres-books-audit.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import { chainedHash } from '../../src/domain/ledger/chain.ts';
import type { Entry } from '../../src/domain/ledger/entry.ts';
import type { AccountId } from '../../src/domain/shared/ids.ts';
import { asIntruder, verifyBooks } from '../support/audit.ts';
import { aBusyAccount } from '../support/busy-books.ts';
import { aCaller, entriesOf } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop } from '../support/shop.ts';

describe('ledger verify', () => {
  let database: MigratedDatabase;
  let account: AccountId;
  let neighbour: AccountId;
  beforeEach(async () => {
    database = await migratedDatabase(3);
    account = await aBusyAccount(database.uow);
    neighbour = await aBusyAccount(database.uow);
  });
  afterEach(() => database.drop());

  const verify = (options: Parameters<typeof verifyBooks>[1] = {}) => verifyBooks(database.knex, options);
  const intrude = (...statements: string[]) =>
    asIntruder(database.knex, async (trx) => {
      for (const sql of statements) await trx.raw(sql.replaceAll(':account', `'${account}'`));
    });
  const found = async (options: Parameters<typeof verify>[0] = {}) =>
    (await verify(options)).findings.map(({ accountId, seq, what }) => {
      const whose = accountId === account ? 'account' : (accountId ?? 'books');
      return `${whose} ${seq ?? '-'} ${what}`;
    });

  it('finds nothing in books in which everything has happened, and tells what they sum to', async () => {
    const { accounts, entries, trialBalance, findings } = await verify();
    expect(findings).to.deep.equal([]);
    expect([accounts, entries]).to.deep.equal([2n, BigInt((await entriesOfBoth()).length)]);
    const { users, counters } = trialBalance;
    expect(Object.values(counters).reduce((sum, gained) => sum + gained, users)).to.equal(0n);
    expect(counters).to.include({ issuance: -1_014n, held: 10n, refunded: 10n, adjusted: -2n, expired: 8n });
  });

  const entriesOfBoth = async (): Promise<Entry[]> =>
    database.uow.run(async ({ ledger }) => [
      ...(await ledger.listEntries(account)),
      ...(await ledger.listEntries(neighbour)),
    ]);

  it('finds nothing in an account that was never used, nor where the fast path has drawn from an open lot', async () => {
    const shop = openShop(database.uow);
    const caller = await aCaller(shop, 100n);
    await aCaller(shop, 0n);
    await shop.chargeUsage(caller.usage());
    const [open] = await rowsOf<{ id: AccountId }>(
      database.knex,
      `update ledger.accounts a set lot_id = l.id, lot_left = l.remaining, lot_expires_at = l.expires_at
       from ledger.lots l where l.account_id = a.id and a.id = ? and l.remaining > 0 returning a.id`,
      [caller.userId],
    );
    expect(open).to.deep.equal({ id: caller.userId });
    await database.knex.raw('update ledger.lots set remaining = granted where account_id = ?', [caller.userId]);
    expect(await found()).to.deep.equal([]);
    expect(await entriesOf(shop, caller.userId)).to.have.length(2);
  });

  it('finds the same in small batches as in one, and all of an account when asked for it alone', async () => {
    await intrude('update ledger.entries set quantity = 77 where account_id = :account and seq = 5');
    const wanted = ['account 5 changed'];
    expect(await found()).to.deep.equal(wanted);
    for (const entriesAtOnce of [1n, 20n, 60n])
      expect(await found({ entriesAtOnce }), `${entriesAtOnce}`).to.deep.equal(wanted);
    expect(await found({ accountId: account })).to.deep.equal(wanted);
    expect(await found({ accountId: neighbour })).to.deep.equal([]);
    const { accounts } = await verify({ accountId: account });
    expect(accounts).to.equal(1n);
  });

  const tamperings: readonly (readonly [what: string, statements: string[], finds: string[]])[] = [
    [
      'the balance of the account',
      ['update ledger.accounts set balance = balance + 1 where id = :account'],
      ['head', 'head', 'lot'],
    ],
    ['the hash of the account', [`update ledger.accounts set hash = sha256('') where id = :account`], ['head']],
    [
      'what a lot holds',
      ['update ledger.lots set remaining = remaining - 1 where account_id = :account and granted = 500'],
      ['lot', 'lot'],
    ],
    ['a lot that was spent', ['delete from ledger.lots where account_id = :account and granted = 7'], ['lot']],
    ['a hold that is nowhere in the journal', [holdOf(3)], ['held']],
    [
      'a freeze that ended without a word',
      [
        `update ledger.freezes set state = 'released', ended_at = now() where account_id = :account and state = 'frozen'`,
      ],
      ['held'],
    ],
    [
      'a refund that was burned',
      [`delete from ledger.freezes where account_id = :account and state = 'burned'`],
      ['refunded'],
    ],
    ['an adjustment', [`delete from ledger.adjustments where account_id = :account and kind = 'debit'`], ['adjusted']],
  ];
  for (const [what, statements, finds] of tamperings) {
    it(`finds that somebody changed ${what}`, async () => {
      await intrude(...statements);
      const wanted = finds.map((kind) => `account - ${kind}`);
      expect((await found()).filter((each) => !each.startsWith('books'))).to.deep.equal(wanted);
    });
  }

  it('finds that the sum over all is not nothing', async () => {
    await intrude('update ledger.accounts set balance = balance + 1 where id = :account');
    expect(await found()).to.include('books - trial_balance');
  });

  it('finds entries that are missing, in the middle and at the end', async () => {
    const last = (await database.uow.run(({ ledger }) => ledger.headOf(account))).seq;
    await intrude('delete from ledger.entries where account_id = :account and seq in (4, 5)');
    expect(await found())
      .to.include('account 4 missing')
      .and.not.include('account 6 changed');
    await intrude(`delete from ledger.entries where account_id = :account and seq = ${last}`);
    expect(await found()).to.include.members(['account 4 missing', `account ${last} missing`]);
  });

  it('finds an account whose entries are gone, and entries whose account is gone', async () => {
    await intrude('delete from ledger.entries where account_id = :account');
    expect(await found()).to.include('account 1 missing');
    await intrude(`update ledger.accounts set id = '${newId()}' where id = '${neighbour}'`);
    const kinds = (await verify()).findings.filter(({ accountId }) => accountId === neighbour);
    expect(kinds.map(({ what, seq }) => `${seq} ${what}`)).to.deep.equal(['1 no_account']);
  });

  it('finds an entry that was added behind the account’s back', async () => {
    const last = (await database.uow.run(({ ledger }) => ledger.headOf(account))).seq;
    await intrude(
      `insert into ledger.entries select account_id, ${last + 1n}, kind, part, parts, change, balance_after, at, lot_id,
         gen_random_uuid(), key_id, service_id, quantity, price_version, api_code, hash
       from ledger.entries where account_id = :account and seq = 3`,
    );
    expect(await found()).to.include(`account ${last + 1n} surplus`);
  });

  it('finds a meter that counts less than nothing', async () => {
    const keyId = newId();
    await intrude(
      `insert into keyvault.key_meters (key_id, user_id, day, calls_today) values ('${keyId}', :account, now(), -1)`,
    );
    expect(await found()).to.deep.equal(['account - meter']);
    expect(await found({ accountId: neighbour })).to.deep.equal([]);
  });

  it('keeps nobody from spending, and reads one account as of one instant', async () => {
    const shop = openShop(database.uow);
    const caller = await aCaller(shop, 1_000n);
    let calling = true;
    const calls = (async () => {
      while (calling) await shop.chargeUsage(caller.usage());
    })();
    try {
      for (let times = 0; times < 15; times++)
        expect(await found({ accountId: caller.userId as string as AccountId })).to.deep.equal([]);
    } finally {
      calling = false;
      await calls;
    }
    expect((await entriesOf(shop, caller.userId)).length).to.be.above(3);
  });

  describe('with seals', () => {
    /** Three seals, of which the second has lines of the account. */
    let digests: string[];
    const seal = () =>
      database.uow.run(async ({ seals }) => {
        await seals.lock();
        return (await seals.add(NOON)).digest;
      });
    const spendSome = async (of: AccountId) => {
      const lot = (await database.uow.run(({ ledger }) => ledger.listLots(of)))[0];
      if (!lot) throw new Error('nothing left');
      for (let times = 0; times < 2; times++) {
        await database.uow.run(async ({ ledger }) => {
          await ledger.lock(of);
          const lines = [{ kind: 'consume' as const, lotId: lot.id, points: 1n as never }];
          await ledger.post({ accountId: of, causeId: newId(), lines, call: null, at: msAfter(NOON, 9e8) });
        });
      }
    };
    let sealedSeq: bigint;
    let before: bigint;
    beforeEach(async () => {
      const first = await seal();
      before = (await headOf()).seq;
      await spendSome(account);
      sealedSeq = (await headOf()).seq;
      const second = await seal();
      await spendSome(neighbour);
      digests = [first, second, await seal()];
      await spendSome(account);
    });
    const headOf = () => database.uow.run(({ ledger }) => ledger.headOf(account));
    const withSeals = (keptDigest: string | null = null) => verify({ seals: true, keptDigest });

    it('finds nothing in a history that is as it was sealed, with every digest that was kept', async () => {
      expect((await withSeals()).findings).to.deep.equal([]);
      for (const digest of digests) expect((await withSeals(digest)).findings).to.deep.equal([]);
      expect((await withSeals()).lastSeal).to.deep.include({ no: 3n, digest: digests[2] });
    });

    /** Everything from this line on, as if it had been written so, up to the head: what the chain alone cannot show. */
    const rewrite = async (fromSeq: bigint, change: Partial<Entry>) => {
      const entries = await database.uow.run(({ ledger }) => ledger.listEntries(account));
      await asIntruder(database.knex, async (trx) => {
        let hash = entries.find(({ seq }) => seq === fromSeq - 1n)?.hash ?? '';
        for (const entry of entries.filter(({ seq }) => seq >= fromSeq)) {
          const rewritten = { ...entry, ...(entry.seq === fromSeq ? change : {}) };
          hash = chainedHash(hash, rewritten, nodeSecrets.sha256);
          const row = { cause_id: rewritten.causeId, hash: Buffer.from(hash, 'hex') };
          await trx('ledger.entries')
            .where({ account_id: account, seq: entry.seq as never })
            .update(row);
        }
        await trx('ledger.accounts')
          .where({ id: account })
          .update({ hash: Buffer.from(hash, 'hex') });
      });
    };

    it('finds a history that was written anew with its chain, and names the account and the lines', async () => {
      await rewrite(before + 1n, { causeId: newId() });
      expect(await found(), 'the chain holds').to.deep.equal([]);
      const { findings } = await withSeals();
      expect(findings).to.deep.equal([
        {
          ...{ accountId: account, seq: sealedSeq, what: 'rewritten' },
          detail: `entries ${before + 1n} to ${sealedSeq} are not those that seal 2 of ${NOON.toISOString()} has sealed`,
        },
      ]);
      expect((await verify({ seals: true, accountId: neighbour })).findings).to.deep.equal([]);
    });

    it('names the first seal that does not hold, where more was written anew', async () => {
      await rewrite(5n, { causeId: newId() });
      const [finding, ...more] = (await withSeals()).findings;
      expect(more).to.deep.equal([]);
      expect(finding?.detail).to.match(new RegExp(`^entries 1 to ${before} are not those that seal 1 of`));
    });

    it('finds nothing in what no seal has seen yet', async () => {
      await rewrite(sealedSeq + 1n, { causeId: newId() });
      expect((await withSeals()).findings).to.deep.equal([]);
    });

    it('finds a tail that was cut off, with the account set back', async () => {
      const entries = await database.uow.run(({ ledger }) => ledger.listEntries(account));
      const end = entries.find(({ seq }) => seq === before) as Entry;
      await intrude(
        `delete from ledger.entries where account_id = :account and seq > ${before}`,
        `update ledger.accounts set last_seq = ${before}, balance = ${end.balanceAfter}, hash = decode('${end.hash}', 'hex') where id = :account`,
        `update ledger.lots l set remaining = remaining + 4 where account_id = :account and granted = 500`,
      );
      expect(await found(), 'the account knows of nothing').to.deep.equal([]);
      expect((await withSeals()).findings.map(({ what, seq }) => `${seq} ${what}`)).to.deep.equal([
        `${sealedSeq} rewritten`,
      ]);
    });

    it('finds seals that were rewritten to fit, by their digest, or by one that was kept', async () => {
      await rewrite(before + 1n, { causeId: newId() });
      await intrude(
        `update ledger.sealed_heads h set hash = e.hash from ledger.entries e
         where h.account_id = :account and e.account_id = h.account_id and e.seq = h.seq`,
      );
      expect((await withSeals()).findings.map(({ detail }) => detail)).to.deep.equal([
        'seal 2 has another digest than what it sealed',
      ]);
      await sealAnew();
      expect((await withSeals(digests[0])).findings, 'everything fits').to.deep.equal([]);
      for (const kept of digests.slice(1)) {
        expect((await withSeals(kept)).findings.map(({ detail }) => detail)).to.deep.equal([
          'no seal has the digest that was kept: the seals themselves were rewritten',
        ]);
      }
    });

    /** The digests of all seals, as if they had been taken so. */
    const sealAnew = async () => {
      const audit = new PostgresBooksAudit(database.knex);
      for (let no = 1; no <= 3; no++) {
        const [at, previous] = [(await audit.seals())[no - 1], no > 1 ? (await audit.seals())[no - 2] : undefined];
        if (previous)
          await intrude(
            `update ledger.seals set previous_digest = decode('${previous.digest}', 'hex') where no = ${no}`,
          );
        const anew = (await audit.seals())[no - 1];
        if (at) await intrude(`update ledger.seals set digest = decode('${anew?.recomputed}', 'hex') where no = ${no}`);
      }
    };

    it('finds a seal that is gone', async () => {
      await intrude('delete from ledger.sealed_heads where seal_no = 2', 'delete from ledger.seals where no = 2');
      expect((await withSeals()).findings.map(({ detail }) => detail)).to.deep.equal(['seals 2 to 2 are missing']);
    });
  });
});

function holdOf(count: number): string {
  return `insert into ledger.holds (account_id, id, points, key_id, service_id, api_code, quantity, price_version, by_price, may_exceed,
            held_at, expires_at, release_at, state)
          values (:account, gen_random_uuid(), ${count}, gen_random_uuid(), gen_random_uuid(), 'x', 1, 1, true, false, now(), now(), now(), 'open')`;
}
