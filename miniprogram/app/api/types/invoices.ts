import type { Instant } from './common';

export type TitleDetails = {
  readonly kind: 'personal' | 'company';
  readonly name: string;
  readonly email: string;
  readonly taxpayer_number: string | null;
  readonly bank_name: string | null;
  readonly bank_account: string | null;
  readonly address: string | null;
  readonly phone: string | null;
};
export type InvoiceTitle = TitleDetails & {
  readonly id: string;
  readonly is_default: boolean;
  readonly created_at: Instant;
};
export type TitleList = { readonly invoice_titles: readonly InvoiceTitle[] };
export type TitleWish =
  | { readonly kind: 'personal'; readonly name: string; readonly email: string; readonly is_default?: boolean }
  | {
      readonly kind: 'company';
      readonly name: string;
      readonly email: string;
      readonly taxpayer_number: string;
      readonly is_default?: boolean;
      readonly bank_name?: string | null;
      readonly bank_account?: string | null;
      readonly address?: string | null;
      readonly phone?: string | null;
    };
export type InvoiceStatus = 'requested' | 'rejected' | 'cancelled' | 'issued' | 'red_letter_due' | 'red_lettered';
export type Invoice = {
  readonly id: string;
  readonly order_id: string;
  readonly status: InvoiceStatus;
  readonly package_name: string;
  readonly amount_fen: number;
  readonly title: TitleDetails;
  readonly requested_at: Instant;
  readonly reason: string | null;
  readonly rejected_at: Instant | null;
  readonly cancelled_at: Instant | null;
  readonly cancelled_by: 'user' | 'refund' | null;
  readonly number: string | null;
  readonly download_url: string | null;
  readonly issued_at: Instant | null;
  readonly refunded_fen: number;
  readonly red_letter_fen: number | null;
  readonly red_letter_number: string | null;
  readonly red_lettered_at: Instant | null;
};
export type InvoicePage = { readonly invoices: readonly Invoice[]; readonly next_cursor: string | null };
export type InvoiceSummary = {
  readonly requestable_orders: number;
  readonly requestable_fen: number;
  readonly requested: number;
  readonly issued: number;
};
export type InvoiceableOrder = {
  readonly order_id: string;
  readonly package_name: string;
  readonly amount_fen: number;
  readonly refunded_fen: number;
  readonly requestable_fen: number;
  readonly paid_at: Instant;
};
export type InvoiceableOrders = { readonly orders: readonly InvoiceableOrder[]; readonly next_cursor: string | null };
