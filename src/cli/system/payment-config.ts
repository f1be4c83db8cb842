import { z } from 'zod';
import { CHANNELS_OF, type Channels, type Platform } from '../../domain/ordering/payment-channel.ts';
import type { SpendingLimits } from '../../domain/ordering/spending.ts';
import { type Fen, fen } from '../../domain/shared/fen.ts';

export type PaymentConfig = {
  readonly channels: Channels;
  readonly limits: SpendingLimits;
  /** What one operator may give back alone, per payment. */
  readonly refundApprovalLimitFen: Fen;
  /** For mini-programs under 交易管理: WeChat Pay hears of every delivery. */
  readonly reportsShipping: boolean;
};

const channel = <P extends Platform>(platform: P, standard: (typeof CHANNELS_OF)[P][number]) =>
  z
    .enum(CHANNELS_OF[platform], { error: `expected one of ${CHANNELS_OF[platform].join(', ')}` })
    .default(standard as never);

/** How buyers pay on each platform, how much a buyer may spend, and how much one operator may give back. */
export const paymentShape = {
  PAYMENT_ANDROID: channel('android', 'jsapi'),
  PAYMENT_IOS: channel('ios', 'jsapi'),
  PAYMENT_OTHER: channel('other', 'jsapi'),
  PAYMENT_WEB: channel('web', 'native'),
  WECHAT_SHIPPING: z.enum(['on', 'off'], { error: 'expected on or off' }).default('off'),
  ORDERS_MAX_OPEN: z.coerce.number().int().min(1).max(100).default(5),
  ORDERS_DAILY_LIMIT_FEN: z.coerce.number().int().min(1).max(2_000_000_000).default(5_000_000),
  REFUND_APPROVAL_LIMIT_FEN: z.coerce.number().int().min(0).max(2_000_000_000).default(20_000),
};

type PaymentEnvironment = z.infer<z.ZodObject<typeof paymentShape>>;

export const toPaymentConfig = (env: PaymentEnvironment): PaymentConfig => ({
  channels: {
    android: env.PAYMENT_ANDROID,
    ios: env.PAYMENT_IOS,
    other: env.PAYMENT_OTHER,
    web: env.PAYMENT_WEB,
  },
  reportsShipping: env.WECHAT_SHIPPING === 'on',
  limits: { openOrders: env.ORDERS_MAX_OPEN, dailyFen: fen(env.ORDERS_DAILY_LIMIT_FEN) },
  refundApprovalLimitFen: fen(env.REFUND_APPROVAL_LIMIT_FEN),
});
