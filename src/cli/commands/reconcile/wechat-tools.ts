import { applyRefund } from '../../../application/ordering/apply-refund.ts';
import { noteGoneBack } from '../../../application/ordering/note-gone-back.ts';
import { queryAndSettle } from '../../../application/ordering/query-and-settle.ts';
import { settlePayment } from '../../../application/ordering/settle-payment.ts';
import { applyDifferences } from '../../../application/reconciliation/apply-differences.ts';
import { compareDay } from '../../../application/reconciliation/compare-day.ts';
import type { RaiseAlarm } from '../../../application/shared/alarm.ts';
import { Closers } from '../../system/closers.ts';
import { createLogger } from '../../system/logger.ts';
import { openWechat, type WechatParts } from '../../system/open-wechat.ts';
import { type Tools, withDatabase } from '../with-database.ts';

/** WeChat calls nobody back on behalf of a command. */
const NO_ADDRESSES = { notifyUrl: '', pushUrl: '', officialAccountUrl: '' };

export type WechatTools = Tools & {
  readonly tradeBills: WechatParts['tradeBills'];
  readonly compareDay: ReturnType<typeof compareDay>;
  readonly applyDifferences: ReturnType<typeof applyDifferences>;
};

/** With the bills of WeChat, and what it takes to do what they tell. */
export const withBills = <T>(work: (tools: WechatTools) => Promise<T>): Promise<T> =>
  withDatabase(async (tools) => {
    const logger = createLogger(tools.config, 'warn');
    const closers = new Closers((part, error) => logger.warn({ err: error, part }, 'part did not close'));
    try {
      const needs = { uow: tools.uow, addresses: NO_ADDRESSES };
      const { parts } = await openWechat(tools.config, needs, logger, closers);
      const raiseAlarm: RaiseAlarm = (alarm, detail) => logger.error({ alarm, ...detail }, 'payment needs a person');
      const reportFault = (error: unknown) => logger.error({ err: error }, 'one difference could not be dealt with');
      return await work({ ...tools, ...useCases(tools, parts, raiseAlarm, reportFault) });
    } finally {
      await closers.close();
    }
  });

function useCases(
  { uow, ids, secrets }: Tools,
  { gateways, deliveryReporters: reporters, tradeBills }: WechatParts,
  raiseAlarm: RaiseAlarm,
  reportFault: (error: unknown) => void,
) {
  const settle = queryAndSettle({
    ...{ uow, gateways, raiseAlarm },
    settlePayment: settlePayment({ uow, ids, reporters, raiseAlarm }),
    noteGoneBack: noteGoneBack({ uow, ids, secrets, raiseAlarm }),
  });
  const apply = applyRefund({ uow, queryAndSettle: settle, ids, raiseAlarm });
  return {
    tradeBills,
    compareDay: compareDay({ uow, tradeBills, ids }),
    applyDifferences: applyDifferences({ uow, queryAndSettle: settle, applyRefund: apply, ids, reportFault }),
  };
}
