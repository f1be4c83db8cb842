import { writeOffExpired } from '../../src/application/ledger/write-off-expired.ts';
import { linesOf } from '../../src/domain/ledger/deed.ts';
import type { LotId, OrderId, RefundId } from '../../src/domain/shared/ids.ts';
import { min } from '../../src/domain/shared/points.ts';
import { aConsumption } from '../support/builders.ts';
import { consume } from '../support/consume.ts';
import { newId } from '../support/ids.ts';
import { at } from './usage-configuration.ts';
import type { NamedAccount, Names, Touched } from './usage-sides.ts';
import type { AnyAccount, AnyDeed } from './usage-steps.ts';

type Deed = (stores: Touched, now: Date) => Promise<unknown>;
type Order = AnyAccount['orders'][number];

/** What happens to an account beside its calls, named once for both sides. */
export function deedOf(step: AnyDeed, names: Names, refunds: Map<NamedAccount, RefundId[]>): Deed {
  const account = names.accounts[step.account % names.accounts.length] as NamedAccount;
  const { id: accountId } = account;
  const orderId = account.orders[step.nth % Math.max(account.orders.length, 1)] ?? newId<OrderId>();
  switch (step.deed) {
    case 'grant':
      return grantOf(account, names, step.order);
    case 'credit':
      return creditOf(account, names, step);
    case 'freeze': {
      const refundId = newId<RefundId>();
      refunds.set(account, [...(refunds.get(account) ?? []), refundId]);
      return freezeOf(account, orderId, refundId, step);
    }
    case 'release':
    case 'burn': {
      const known = refunds.get(account) ?? [];
      const refundId = known[step.nth % Math.max(known.length, 1)] ?? newId<RefundId>();
      return ({ ledger }, now) => ledger[step.deed as 'release' | 'burn'](accountId, refundId, now);
    }
    case 'write off': {
      const ids = [newId()];
      return async ({ ledger }, now) => {
        await ledger.lock(accountId);
        await writeOffExpired(ledger, { next: <Id>() => ids[0] as Id }, accountId, now);
      };
    }
    case 'spend': {
      const wanted = aConsumption(accountId, { points: step.points });
      return ({ ledger }, now) => consume(ledger, { ...wanted, at: now });
    }
    default: {
      const { key } = account.keys[step.key % account.keys.length] as NamedAccount['keys'][number];
      return ({ apiKeys }, now) => apiKeys.save({ ...key, enabled: step.nth > 0 }, now);
    }
  }
}

export function grantOf(account: NamedAccount, names: Names, order: Order): Deed {
  const orderId = newId<OrderId>();
  account.orders.push(orderId);
  const lots = order.map(({ kind, points, endsMs }) => ({
    ...{ id: names.nextLot(account), kind, points, expiresAt: at(endsMs) },
  }));
  return ({ ledger }, now) => ledger.grant({ accountId: account.id, orderId, lots, at: now });
}

function creditOf(account: NamedAccount, names: Names, { order }: AnyDeed): Deed {
  const [{ kind, points, endsMs }] = order as [Order[number]];
  const [lotId, causeId] = [names.nextLot(account) as LotId, newId()];
  return async ({ ledger }, now) => {
    await ledger.lock(account.id);
    await ledger.addLot(account.id, { id: lotId, kind, points, expiresAt: at(endsMs) }, now);
    await ledger.post({
      ...{ accountId: account.id, causeId, lines: linesOf('credit', [{ lotId, points }]), call: null, at: now },
    });
  };
}

function freezeOf({ id: accountId }: NamedAccount, orderId: OrderId, refundId: RefundId, { points }: AnyDeed): Deed {
  return async ({ ledger }, now) => {
    await ledger.lock(accountId);
    const lots = (await ledger.listLotsOf(accountId, orderId)).filter(({ remaining }) => remaining > 0n);
    const draws = lots.map(({ id, remaining }) => ({ lotId: id, points: min(remaining, points) }));
    if (draws.length > 0) await ledger.freeze({ accountId, refundId, orderId, draws, at: now });
  };
}
