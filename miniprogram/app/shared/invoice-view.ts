import type { Invoice, InvoiceableOrder, InvoiceStatus, InvoiceTitle, TitleDetails } from '../api/types';
import { dateTime } from './dates';
import { invoiceStatusLabel } from './invoice-status';
import type { Tone } from './key-status';
import { price } from './money';
import { nameShown } from './package-name';

/** The tabs of 发票管理. */
export const INVOICE_TABS: readonly { readonly label: string; readonly status: InvoiceStatus | '' }[] = [
  { label: '全部', status: '' },
  ...(['requested', 'issued', 'rejected', 'cancelled', 'red_letter_due', 'red_lettered'] as const).map((status) => ({
    ...{ label: invoiceStatusLabel(status).text, status },
  })),
];

export type InvoiceView = {
  readonly id: string;
  readonly packageName: string;
  readonly amountText: string;
  readonly statusText: string;
  readonly tone: Tone;
  readonly titleText: string;
  readonly requestedText: string;
  /** What has become of it, if that says more than its status. */
  readonly notes: readonly string[];
  readonly number: string;
  readonly downloadUrl: string;
  readonly mayCancel: boolean;
};

/** `sells`: where nothing is sold no amount of money is shown. */
export function invoiceView(invoice: Invoice, sells: boolean): InvoiceView {
  const { text, tone } = invoiceStatusLabel(invoice.status);
  return {
    ...{ id: invoice.id, packageName: nameShown(invoice.package_name, sells), statusText: text, tone },
    amountText: sells ? price(invoice.amount_fen) : '',
    titleText: titleText(invoice.title),
    requestedText: dateTime(invoice.requested_at),
    notes: notesOf(invoice),
    ...{ number: invoice.number ?? '', downloadUrl: invoice.download_url ?? '' },
    mayCancel: invoice.status === 'requested',
  };
}

function notesOf(invoice: Invoice): string[] {
  const { status, reason, issued_at: issuedAt, red_letter_number: redLetter } = invoice;
  return [
    ...(status === 'rejected' && reason ? [`驳回原因：${reason}`] : []),
    ...(status === 'cancelled' && invoice.cancelled_by === 'refund' ? ['订单已退款，申请自动取消'] : []),
    ...(issuedAt ? [`开票时间：${dateTime(issuedAt)}`] : []),
    ...(redLetter ? [`红字发票号码：${redLetter}`] : []),
  ];
}

/** `企业 · 海马科技有限公司` */
export const titleText = ({ kind, name }: TitleDetails): string => `${kind === 'company' ? '企业' : '个人'} · ${name}`;

export type OrderChoice = {
  readonly id: string;
  readonly packageName: string;
  readonly amountText: string;
  readonly paidText: string;
  readonly chosen: boolean;
};

export const orderChoice = (order: InvoiceableOrder, sells: boolean, chosen: boolean): OrderChoice => ({
  ...{ id: order.order_id, packageName: nameShown(order.package_name, sells), chosen },
  amountText: sells ? price(order.requestable_fen) : '',
  paidText: `支付时间：${dateTime(order.paid_at)}`,
});

export type TitleView = {
  readonly id: string;
  readonly text: string;
  readonly detail: string;
  readonly isDefault: boolean;
};

export const titleView = (title: InvoiceTitle): TitleView => ({
  ...{ id: title.id, text: titleText(title), isDefault: title.is_default },
  detail: [title.taxpayer_number, title.email].filter(Boolean).join(' · '),
});
