import type { EntryKind, StatementLine } from '../api/types';
import { dateTime } from './dates';
import { points, signedPoints } from './points';

/** What a line of 积分明细 shows. */
export type LineView = {
  readonly seq: number;
  readonly title: string;
  readonly detail: string;
  readonly pointsText: string;
  readonly isGain: boolean;
  readonly balanceText: string;
  readonly timeText: string;
  /** Where a tap leads; empty: nowhere. */
  readonly orderId: string;
};

export const lineView = (line: StatementLine): LineView => ({
  ...{ seq: line.seq, title: line.title, detail: detailOf(line), timeText: dateTime(line.at) },
  ...{ pointsText: signedPoints(line.points), isGain: line.points > 0 },
  balanceText: `余额 ${points(line.balance_after)}`,
  orderId: line.reason?.kind === 'order' ? line.reason.order_id : '',
});

function detailOf({ reason }: StatementLine): string {
  switch (reason?.kind) {
    case 'call': {
      const times = reason.quantity > 1 ? ` ×${reason.quantity}` : '';
      return `${reason.api_name ?? reason.api}${times} · ${reason.key_name ?? '已删除的 Key'}`;
    }
    case 'order':
      return `订单 ${reason.out_trade_no ?? reason.order_id}`;
    case 'refund':
      return `退款 ${reason.out_refund_no ?? reason.refund_id}`;
    case 'adjustment':
      return reason.text;
    default:
      return '';
  }
}

const KINDS: Readonly<Record<EntryKind, string>> = {
  ...{ grant: '购买积分', consume: '接口调用', reverse: '调用退回', hold: '调用预扣', release: '预扣退回' },
  ...{ freeze: '退款冻结', claw_back: '退款扣回', expire: '积分过期', credit: '人工增加', debit: '人工扣减' },
};
export const STATEMENT_KINDS = Object.entries(KINDS).map(([value, text]) => ({ value: value as EntryKind, text }));
