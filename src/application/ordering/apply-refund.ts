import type { RefundNews } from '../../domain/ordering/refund-progress.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import { type RaiseAlarm, raiseAll } from '../shared/alarm.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type ApplyNeeds, type ApplyOutcome, applyRefundWithin } from './apply-refund-within.ts';
import type { QueryAndSettle } from './query-and-settle.ts';

type Dependencies = {
  readonly uow: UnitOfWork<ApplyNeeds>;
  readonly queryAndSettle: QueryAndSettle;
  readonly ids: IdSource;
  readonly raiseAlarm: RaiseAlarm;
};
export type ApplyRefund = (news: RefundNews, cause: Cause) => Promise<ApplyOutcome['kind']>;

/** What the provider says of a refund, whoever brings it: the one way to an end, once. */
export const applyRefund =
  ({ uow, queryAndSettle, ids, raiseAlarm }: Dependencies): ApplyRefund =>
  async (news, cause) => {
    const apply = () => uow.run((stores) => applyRefundWithin(stores, ids, news, cause));
    let outcome = await apply();
    if (outcome.kind === 'unknown_payment') {
      await queryAndSettle(news.refund.outTradeNo, cause);
      outcome = await apply();
    }
    raiseAll(raiseAlarm, outcome.alarms);
    return outcome.kind;
  };
