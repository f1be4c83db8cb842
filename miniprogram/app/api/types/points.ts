import type { Instant } from './common';

export type EntryKind =
  | ('grant' | 'consume' | 'reverse' | 'hold' | 'release' | 'freeze' | 'claw_back' | 'expire')
  | ('credit' | 'debit');
export type StatementReason =
  | { readonly kind: 'order'; readonly order_id: string; readonly out_trade_no: string | null }
  | { readonly kind: 'refund'; readonly refund_id: string; readonly out_refund_no: string | null }
  | {
      readonly kind: 'call';
      readonly api: string;
      readonly api_name: string | null;
      readonly quantity: number;
      readonly key_id: string;
      readonly key_name: string | null;
    }
  | { readonly kind: 'adjustment'; readonly text: string };
export type StatementLine = {
  readonly seq: number;
  readonly kind: EntryKind;
  readonly title: string;
  readonly points: number;
  readonly balance_after: number;
  readonly at: Instant;
  readonly reason: StatementReason | null;
};
export type StatementPage = { readonly lines: readonly StatementLine[]; readonly next_cursor: string | null };
