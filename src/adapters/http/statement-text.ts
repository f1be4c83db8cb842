import type { StatementLine } from '../../application/ledger/list-statement.ts';
import type { EntryKind } from '../../domain/ledger/entry.ts';
import { publicId } from './public-id.ts';
import { wholeNumber } from './whole-number.ts';

const TITLES = {
  grant: '购买积分',
  consume: '接口调用',
  reverse: '调用退回',
  hold: '调用预扣',
  release: '预扣退回',
  freeze: '退款冻结',
  claw_back: '退款扣回',
  expire: '积分过期',
  credit: '人工增加',
  debit: '人工扣减',
} as const satisfies Record<EntryKind, string>;

/** What the line is called where users read it. */
export const titleOf = ({ kind, reason }: StatementLine): string =>
  kind === 'release' && reason.kind === 'refund' ? '退款解冻' : TITLES[kind];

export const statementLineJson = (line: StatementLine) => ({
  seq: wholeNumber(line.seq),
  kind: line.kind,
  title: titleOf(line),
  points: signed(line.change),
  balance_after: wholeNumber(line.balanceAfter),
  at: line.at,
  reason: reasonJson(line.reason),
});

/** The same members for every kind; what a kind does not have is left out. */
function reasonJson(reason: StatementLine['reason']) {
  switch (reason.kind) {
    case 'order':
      return { kind: reason.kind, order_id: publicId('ord', reason.orderId), out_trade_no: reason.outTradeNo };
    case 'refund':
      return { kind: reason.kind, refund_id: publicId('rfd', reason.refundId), out_refund_no: reason.outRefundNo };
    case 'call':
      return {
        ...{ kind: reason.kind, api: reason.apiCode, api_name: reason.apiName, quantity: reason.quantity },
        ...{ key_id: publicId('key', reason.keyId), key_name: reason.keyName },
      };
    case 'adjustment':
      return { kind: reason.kind, text: reason.reason };
    case 'none':
      return null;
  }
}

const signed = (change: bigint): number => (change < 0n ? -wholeNumber(-change) : wholeNumber(change));
