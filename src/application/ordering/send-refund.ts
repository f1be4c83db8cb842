import type { Gateways } from '../../domain/ordering/payment-gateway.ts';
import type { ApprovedRefund } from '../../domain/ordering/refund.ts';
import { failUnsent } from '../../domain/ordering/refund-progress.ts';
import { isStuck, SEND_AGAIN_MS } from '../../domain/ordering/refund-schedule.ts';
import type { RefundId } from '../../domain/shared/ids.ts';
import { type Alarm, type RaiseAlarm, type RaisedAlarm, raiseAll } from '../shared/alarm.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import type { ApplyRefund } from './apply-refund.ts';
import { lockRefund } from './lock-refund.ts';
import { alarmAbout, type MoveNeeds, moveRefund } from './move-refund.ts';
import { prepareRefund, type ReadyRefund } from './prepare-refund.ts';

type Needed = MoveNeeds | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly gateways: Gateways;
  readonly applyRefund: ApplyRefund;
  readonly raiseAlarm: RaiseAlarm;
};
export type SendRefundOutcome =
  | 'not_to_be_sent'
  /** The provider has it; what it says of it has been done. */
  | 'answered'
  | 'failed'
  /** To be sent again. */
  | 'balance_too_low'
  | 'not_yet'
  | 'other_merchant';
export type SendRefund = (id: RefundId) => Promise<SendRefundOutcome>;

/**
 * Asks the provider to pay back, outside any transaction, with what was fixed before the first time: after a lost answer
 * the same is sent again, for ever. Whoever calls this has scheduled the next try before.
 */
export const sendRefund = (dependencies: Dependencies): SendRefund => {
  const { uow, gateways, raiseAlarm } = dependencies;
  return async (id) => {
    const prepared = await uow.run((stores) => prepareRefund(stores, gateways, id));
    if (prepared.kind === 'not_to_be_sent') return prepared.kind;
    const { refund, now } = prepared;
    const alarm = (what: Alarm) => raiseAll(raiseAlarm, [alarmAbout(what, refund, { cause: 'answer' })]);
    const alarmIfStuck = () => isStuck(refund, now) && alarm('refund_stuck');
    if (prepared.kind === 'other_merchant') {
      alarm('attempt_of_another_merchant');
      return prepared.kind;
    }
    const outcome = await ask(dependencies, prepared).catch((error: unknown) => {
      alarmIfStuck();
      throw error;
    });
    if (outcome === 'balance_too_low') alarm('refund_balance_too_low');
    if (outcome === 'not_yet') alarmIfStuck();
    return outcome;
  };
};

async function ask(dependencies: Dependencies, { refund, gateway, frozen }: ReadyRefund): Promise<SendRefundOutcome> {
  const { uow, applyRefund, raiseAlarm } = dependencies;
  const outcome = await gateway.requestRefund(frozen);
  switch (outcome.kind) {
    case 'accepted':
      await applyRefund({ mchid: null, refund: outcome.refund }, 'answer');
      return 'answered';
    case 'not_yet':
      return 'not_yet';
    case 'balance_too_low':
      await uow.run((stores) => postpone(stores, refund.id));
      return 'balance_too_low';
    case 'rejected': {
      // A try before this one may have been accepted, and its answer lost.
      const lookup = await gateway.queryRefund(frozen.refund);
      if (lookup.kind === 'found') {
        await applyRefund({ mchid: null, refund: lookup.refund }, 'answer');
        return 'answered';
      }
      const alarms = await uow.run((stores) => failWithin(stores, refund, outcome.reason));
      raiseAll(raiseAlarm, alarms);
      return 'failed';
    }
  }
}

async function postpone({ refunds, clock }: Pick<Stores, 'refunds' | 'clock'>, id: RefundId): Promise<void> {
  await refunds.schedule(id, 0, new Date((await clock.now()).getTime() + SEND_AGAIN_MS));
}

async function failWithin(
  stores: Pick<Stores, Needed>,
  { id }: ApprovedRefund,
  reason: string,
): Promise<readonly RaisedAlarm[]> {
  const locked = await lockRefund(stores, id);
  if (locked?.refund.status !== 'approved') return [];
  const at = await stores.clock.now();
  return moveRefund(stores, locked.order, failUnsent(locked.refund, reason, at), { cause: 'answer', at });
}
