import { z } from 'zod';
import type { ProviderRefund } from '../../../domain/ordering/payment-gateway.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { OutRefundNo, OutTradeNo } from '../../../domain/shared/ids.ts';

const states = ['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'] as const;

const common = {
  refund_id: z.string().min(1),
  out_refund_no: z.string().min(1),
  out_trade_no: z.string().min(1),
  success_time: z.iso.datetime({ offset: true }).nullish(),
  amount: z.object({ refund: z.int().nonnegative() }),
};
const answerSchema = z.object({ ...common, status: z.enum(states) });
// The same thing has another name in notifications.
const notificationSchema = z.object({ ...common, mchid: z.string().min(1), refund_status: z.enum(states) });

const statuses: Readonly<Record<(typeof states)[number], ProviderRefund['status']>> = {
  PROCESSING: 'processing',
  SUCCESS: 'succeeded',
  CLOSED: 'closed',
  ABNORMAL: 'abnormal',
};

type Told = Omit<z.infer<typeof answerSchema>, 'status'>;

/** The object that a refund request and a refund query answer; `undefined` when it is something else. */
export function readRefund(data: unknown): ProviderRefund | undefined {
  const { data: told } = answerSchema.safeParse(data);
  return told && toRefund(told, told.status);
}

/** The content of a REFUND.… notification. */
export function readNotifiedRefund(data: unknown): { mchid: string; refund: ProviderRefund } | undefined {
  const { data: told } = notificationSchema.safeParse(data);
  return told && { mchid: told.mchid, refund: toRefund(told, told.refund_status) };
}

const toRefund = (told: Told, status: (typeof states)[number]): ProviderRefund => ({
  outRefundNo: told.out_refund_no as OutRefundNo,
  outTradeNo: told.out_trade_no as OutTradeNo,
  refundId: told.refund_id,
  refundFen: fen(told.amount.refund),
  status: statuses[status],
  succeededAt: told.success_time ? new Date(told.success_time) : null,
});
