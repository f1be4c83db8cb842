import { applyRefund } from '../../../application/ordering/apply-refund.ts';
import { applyDifferences } from '../../../application/reconciliation/apply-differences.ts';
import { compareDay } from '../../../application/reconciliation/compare-day.ts';
import { type WechatTools, withWechat } from '../with-wechat.ts';

export type BillTools = WechatTools & {
  readonly compareDay: ReturnType<typeof compareDay>;
  readonly applyDifferences: ReturnType<typeof applyDifferences>;
};

/** With the bills of WeChat, and what it takes to do what they tell. */
export const withBills = <T>(work: (tools: BillTools) => Promise<T>): Promise<T> =>
  withWechat((tools) => {
    const reportFault = (error: unknown) =>
      console.error(`seahorse: ${error instanceof Error ? error.message : error}; the others go on`);
    return work({
      ...tools,
      compareDay: compareDay(tools),
      applyDifferences: applyDifferences({ ...tools, applyRefund: applyRefund(tools), reportFault }),
    });
  });
