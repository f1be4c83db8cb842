import type { ProviderRefund, RefundRequest } from '../../../src/domain/ordering/payment-gateway.ts';

/** A refund as WeChat has it. */
export type VirtualRefund = {
  readonly request: RefundRequest;
  readonly body: string;
  readonly refundId: string;
  readonly acceptedAt: Date;
  status: ProviderRefund['status'];
  succeededAt: Date | null;
};

export const toldOf = ({ request, refundId, status, succeededAt }: VirtualRefund): ProviderRefund => ({
  ...{ outRefundNo: request.outRefundNo, outTradeNo: request.outTradeNo, refundFen: request.refundFen },
  ...{ refundId, status, succeededAt },
});

/** What of the payment has gone back, or may. */
export const standingFen = (refunds: readonly VirtualRefund[]): number =>
  refunds.filter(({ status }) => status !== 'closed').reduce((sum, { request }) => sum + request.refundFen, 0);
