import type { InboxOutcome, InboxSubject } from '../../domain/ordering/payment-inbox.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import { type RaiseAlarm, type RaisedAlarm, raiseAll } from '../shared/alarm.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type ApplyNeeds, type ApplyOutcome, applyRefundWithin } from './apply-refund-within.ts';
import type { QueryAndSettle } from './query-and-settle.ts';
import { type SettleParts, settlementAlarms, settleWithin } from './settle-payment.ts';

type Needed = 'inbox' | 'deliveries' | 'notices' | ApplyNeeds;
type Dependencies = SettleParts & {
  readonly uow: UnitOfWork<Needed>;
  readonly queryAndSettle: QueryAndSettle;
  readonly raiseAlarm: RaiseAlarm;
};
/** Null: somebody else is at it. */
export type HandleNotification = (notificationId: string) => Promise<InboxOutcome | null>;

/**
 * Does what a stored notification asks for and marks it handled, in one transaction; once, with one lasting outcome. A
 * mere hint, and a refund of a payment that we have not heard of, are looked into first: the provider is never asked
 * inside a transaction.
 */
export const handleNotification =
  ({ uow, queryAndSettle, raiseAlarm, ...parts }: Dependencies): HandleNotification =>
  async (notificationId) => {
    const handle = async (hasAsked: boolean): Promise<Handled> => {
      const handled = await uow.run((stores) => handleWithin(stores, parts, notificationId, hasAsked));
      if (handled.kind === 'ended') raiseAll(raiseAlarm, handled.alarms);
      return handled;
    };
    const first = await handle(false);
    if (first.kind === 'ended') return first.outcome;
    await queryAndSettle(first.outTradeNo, 'notification');
    const second = await handle(true);
    return second.kind === 'ended' ? second.outcome : null;
  };

type Ended = {
  readonly kind: 'ended';
  readonly outcome: InboxOutcome | null;
  readonly alarms: readonly RaisedAlarm[];
};
type Handled = Ended | { readonly kind: 'ask'; readonly outTradeNo: OutTradeNo };

const ended = (outcome: InboxOutcome | null, alarms: readonly RaisedAlarm[] = []): Ended => ({
  ...{ kind: 'ended', outcome, alarms },
});

async function handleWithin(
  stores: Pick<Stores, Needed>,
  parts: SettleParts,
  notificationId: string,
  hasAsked: boolean,
): Promise<Handled> {
  const taken = await stores.inbox.take(notificationId);
  if (taken.kind === 'busy') return ended(null);
  if (taken.kind === 'handled') return ended(taken.outcome);
  const handled = await actOn(stores, parts, taken.entry.subject, hasAsked);
  if (handled.kind === 'ended' && handled.outcome) await finish(stores, notificationId, handled.outcome);
  return handled;
}

async function actOn(
  stores: Pick<Stores, Needed>,
  parts: SettleParts,
  subject: InboxSubject,
  hasAsked: boolean,
): Promise<Handled> {
  switch (subject.kind) {
    case 'hint':
      return hasAsked ? ended('looked_into') : { kind: 'ask', outTradeNo: subject.outTradeNo };
    case 'payment': {
      const { kind } = await settleWithin(stores, parts, subject.payment, 'notification');
      return ended(kind, settlementAlarms(kind, subject.payment, 'notification'));
    }
    case 'refund': {
      const { kind, alarms } = await applyRefundWithin(stores, parts.ids, subject, 'notification');
      const isUnheard = kind === 'unknown_payment';
      if (isUnheard && !hasAsked) return { kind: 'ask', outTradeNo: subject.refund.outTradeNo };
      return ended(OUTCOME_OF[kind], alarms);
    }
    case 'other':
      return ended('not_acted_on');
  }
}

const OUTCOME_OF: Record<ApplyOutcome['kind'], InboxOutcome> = {
  noted: 'refund_noted',
  mismatch: 'mismatch',
  unknown_payment: 'mismatch',
  unknown_order: 'unknown_order',
};

const finish = async (
  { inbox, clock }: Pick<Stores, 'inbox' | 'clock'>,
  id: string,
  outcome: InboxOutcome,
): Promise<void> => inbox.finish(id, outcome, await clock.now());
