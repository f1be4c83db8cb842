import type { BeijingDay } from '../shared/beijing-time.ts';
import type { Fen } from '../shared/fen.ts';
import type { NoticeId, OrderId, OutTradeNo, UserId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';

export const NOTICE_KINDS = ['payment_success', 'points_low', 'points_expiring'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a value is, for whoever writes it out. All of them are kept as text, so that they are plain JSON. */
export type WordKind =
  | 'text'
  /** Letters and digits. */
  | 'code'
  /** `990` */
  | 'fen'
  | 'count'
  /** `2026-01-15T04:00:00.000Z` */
  | 'instant'
  /** A day in Beijing, `2026-01-15`. */
  | 'day';

/** What a message of each kind may say. The operator's template chooses among it. */
export const NOTICE_WORDS = {
  payment_success: { package: 'text', amount: 'fen', points: 'count', time: 'instant', order: 'code' },
  points_low: { points: 'count', level: 'count', time: 'instant', note: 'text' },
  points_expiring: { points: 'count', date: 'day', note: 'text' },
} as const satisfies Record<NoticeKind, Readonly<Record<string, WordKind>>>;

export type NoticeData<Kind extends NoticeKind> = { readonly [Word in keyof (typeof NOTICE_WORDS)[Kind]]: string };

/** Something that a user is to be told, once. */
export type Notice<Kind extends NoticeKind = NoticeKind> = {
  readonly id: NoticeId;
  readonly userId: UserId;
  readonly kind: Kind;
  /** What it is about. A user is told of it once, within its kind. */
  readonly key: string;
  readonly data: NoticeData<Kind>;
  readonly createdAt: Date;
};

type For = { readonly id: NoticeId; readonly userId: UserId };

type Sale = {
  readonly orderId: OrderId;
  readonly outTradeNo: OutTradeNo;
  readonly packageName: string;
  readonly amountFen: Fen;
  readonly points: Points;
  readonly paidAt: Date;
};

export const noticeOfPayment = (whom: For, sale: Sale, createdAt: Date): Notice<'payment_success'> => ({
  ...{ ...whom, kind: 'payment_success', key: sale.orderId, createdAt },
  data: {
    ...{ package: sale.packageName, amount: String(sale.amountFen), points: String(sale.points) },
    ...{ time: sale.paidAt.toISOString(), order: sale.outTradeNo },
  },
});

/** A level can be reached again and again: each time is another one. */
export const noticeOfLowPoints = (
  whom: For,
  { left, level }: { readonly left: Points; readonly level: Points },
  createdAt: Date,
): Notice<'points_low'> => ({
  ...{ ...whom, kind: 'points_low', key: `${level} ${createdAt.toISOString()}`, createdAt },
  data: {
    ...{ points: String(left), level: String(level), time: createdAt.toISOString() },
    note: '积分不足时将无法调用接口',
  },
});

export const noticeOfExpiry = (
  whom: For,
  { points, lastDay }: { readonly points: Points; readonly lastDay: BeijingDay },
  createdAt: Date,
): Notice<'points_expiring'> => ({
  ...{ ...whom, kind: 'points_expiring', key: lastDay, createdAt },
  data: { points: String(points), date: lastDay, note: '积分即将到期，请及时使用' },
});
