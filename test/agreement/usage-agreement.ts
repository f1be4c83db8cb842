import { expect } from 'chai';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { PostgresSoldApis } from '../../src/adapters/postgres/catalog/postgres-sold-apis.ts';
import { PostgresServices } from '../../src/adapters/postgres/keyvault/postgres-services.ts';
import type { Usage, UsageOutcome } from '../../src/application/ledger/usage.ts';
import type { ConsumptionId, RefundId } from '../../src/domain/shared/ids.ts';
import { actualBooks, expectedBooks, nextToPay, undone } from './books-of.ts';
import { fixClock } from './fixed-clock.ts';
import { at, configure } from './usage-configuration.ts';
import { deedOf, grantOf } from './usage-deeds.ts';
import { type Answered, inOrder } from './usage-order.ts';
import { ActualSide, type NamedAccount, Names, RuleSide } from './usage-sides.ts';
import { type AnyCalls, anyHistory, type History } from './usage-steps.ts';

export type Mode = 'one by one' | 'in batches';
/** How often each outcome came about, and each way of a batch. */
export type Tally = Record<string, number>;

/** Once per database: what all histories have in common. */
export async function prepare(knex: Knex): Promise<void> {
  await fixClock(knex);
  await knex.transaction((trx) =>
    configure({ services: new PostgresServices(trx), soldApis: new PostgresSoldApis(trx) }),
  );
}

/**
 * Histories of three neighbours: calls of all kinds, grants, credits, freezes and their ends, write-offs, keys that are
 * switched, and time that moves on and back; by the functions and by the use case on the stores in memory. After each
 * step of calls all that there is must be equal.
 */
export const usageAgreement = (knex: Knex, modes: readonly Mode[], tally: Tally = {}) =>
  fc.asyncProperty(anyHistory, async (history) => {
    for (const mode of modes) await undone(knex, (trx) => runHistory(trx, history, mode, tally));
  });

async function runHistory(
  trx: Knex.Transaction,
  { accounts, steps }: History,
  mode: Mode,
  tally: Tally,
): Promise<void> {
  const names = new Names(accounts);
  const [rule, actual] = [new RuleSide(), new ActualSide(trx)];
  const run = new Run(trx, names, rule, actual, tally);
  await rule.configured(names.accounts);
  await actual.issue(names.accounts);
  for (const [nth, { orders }] of accounts.entries()) {
    for (const order of orders) {
      const grant = grantOf(names.accounts[nth] as NamedAccount, names, order);
      await rule.run((stores) => grant(stores, at(0)));
      await grant(actual.stores, at(0));
    }
  }
  const refunds = new Map<NamedAccount, RefundId[]>();
  let ms = 0;
  for (const step of steps) {
    ms += step.ms;
    rule.now = at(ms);
    if ('calls' in step) {
      await actual.setClock(at(ms), step.aheadMs);
      await (mode === 'one by one' ? run.oneByOne(step) : run.inBatch(step));
    } else {
      const deed = deedOf(step, names, refunds);
      await rule.run((stores) => deed(stores, at(ms)));
      await deed(actual.stores, at(ms));
    }
  }
  if (!('calls' in (steps.at(-1) as (typeof steps)[number]))) await run.expectAlike();
}

class Run {
  readonly #trx: Knex;
  readonly #names: Names;
  readonly #rule: RuleSide;
  readonly #actual: ActualSide;
  readonly #tally: Tally;

  constructor(trx: Knex, names: Names, rule: RuleSide, actual: ActualSide, tally: Tally) {
    [this.#trx, this.#names, this.#rule, this.#actual, this.#tally] = [trx, names, rule, actual, tally];
  }

  async oneByOne({ calls, aheadMs }: AnyCalls): Promise<void> {
    for (const usage of this.#names.usages(calls)) {
      this.#compare(usage, await this.#actual.chargeOne(usage, aheadMs), await this.#rule.charge(usage));
    }
    await this.expectAlike();
  }

  async inBatch({ calls, aheadMs }: AnyCalls): Promise<void> {
    const usages = this.#names.usages(calls);
    const together = await this.#actual.chargeBatch(usages, aheadMs);
    this.#count(together ? 'batch' : 'batch with two of one call');
    const outcomes: UsageOutcome[] = together ?? [];
    if (!together) for (const usage of usages) outcomes.push(await this.#actual.chargeOne(usage, aheadMs));
    const found = await this.#found();
    const answered = usages.map((usage, nth) => ({
      ...{ ...this.#ownerOf(usage), usage, outcome: outcomes[nth] as UsageOutcome },
    }));
    const entries = found.flatMap(({ books }) => books.entries);
    const seqOf = (id: ConsumptionId) => entries.find(({ causeId, kind }) => causeId === id && kind === 'consume')?.seq;
    const ordered = inOrder(answered, seqOf);
    if (ordered.some((each, nth) => each !== answered[nth])) this.#count('batch in an order of its own');
    for (const { usage, outcome } of ordered) this.#compare(usage, outcome, await this.#rule.charge(usage));
    await this.expectAlike(found);
  }

  /** `found`: what PostgreSQL has, if it is known. */
  async expectAlike(found?: Awaited<ReturnType<typeof actualBooks>>): Promise<void> {
    const { accounts } = this.#names;
    const [all, meters] = [found ?? (await this.#found()), await this.#actual.meters(accounts)];
    await this.#rule.run(async ({ ledger, apiKeys }) => {
      for (const [nth, { id, keys }] of accounts.entries()) {
        const { books, openLot } = all[nth] as (typeof all)[number];
        const expected = await expectedBooks(ledger, id, books.entries);
        expect(books).to.deep.equal(expected);
        if (openLot) expect(openLot).to.deep.equal(nextToPay(expected.lots));
        for (const { key } of keys) expect(meters.get(key.id)).to.deep.equal(await apiKeys.meterOf(key));
      }
    });
  }

  #found() {
    return actualBooks(
      this.#trx,
      this.#names.accounts.map(({ id }) => id),
    );
  }

  #ownerOf({ keyToken }: Usage): Pick<Answered, 'owner'> {
    for (const [account, { keys }] of this.#names.accounts.entries()) {
      const found = keys.find(({ token }) => token === keyToken);
      if (found) return { owner: { account, keyId: found.key.id } };
    }
    return { owner: null };
  }

  #compare(usage: Usage, outcome: UsageOutcome, expected: UsageOutcome): void {
    expect(outcome, JSON.stringify(usage)).to.deep.equal(expected);
    this.#count(nameOf(expected));
  }

  #count(what: string): void {
    this.#tally[what] = (this.#tally[what] ?? 0) + 1;
  }
}

function nameOf(outcome: UsageOutcome): string {
  if (outcome.kind === 'allowed') return outcome.replayed ? 'replayed' : 'allowed';
  if (outcome.kind === 'refused') return outcome.refusal.code;
  return outcome.kind === 'not_admitted' ? outcome.refusal : outcome.kind;
}
