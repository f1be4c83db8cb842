import type { PushDelivery } from '../push/push-state.ts';
import type {
  Env,
  Goods,
  GoodsTask,
  PlacedXpayOrder,
  PublishItem,
  RefundOutcome,
  RefundPlan,
  UploadItem,
  XpayBill,
  XpayPayment,
  XpayRefund,
} from './xpay-state.ts';

export type EnvGoods = { readonly env: Env; readonly goods: readonly Goods[] };

export type XpayChange =
  | { readonly kind: 'xpay_order_placed'; readonly order: PlacedXpayOrder }
  | { readonly kind: 'xpay_order_cancelled'; readonly outTradeNo: string; readonly atMs: number }
  | {
      readonly kind: 'xpay_order_paid';
      readonly outTradeNo: string;
      readonly payment: XpayPayment;
      readonly delivery: PushDelivery;
    }
  | { readonly kind: 'xpay_goods_provided'; readonly outTradeNo: string; readonly atMs: number }
  | { readonly kind: 'xpay_refund_planned'; readonly plan: RefundPlan }
  | { readonly kind: 'xpay_refund_requested'; readonly refund: XpayRefund }
  | {
      readonly kind: 'xpay_refund_settled';
      readonly refund: XpayRefund & { readonly outcome: RefundOutcome };
      readonly delivery: PushDelivery;
    }
  | { readonly kind: 'xpay_goods_registered'; readonly goods: readonly EnvGoods[] }
  | { readonly kind: 'xpay_goods_delay_set'; readonly seconds: number }
  | {
      readonly kind: 'xpay_goods_uploaded';
      readonly env: Env;
      readonly task: GoodsTask<UploadItem>;
      readonly goods: readonly Goods[];
    }
  | {
      readonly kind: 'xpay_goods_published';
      readonly env: Env;
      readonly task: GoodsTask<PublishItem>;
      readonly goods: readonly Goods[];
    }
  | { readonly kind: 'xpay_bill_ordered'; readonly bill: XpayBill };
