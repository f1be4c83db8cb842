import type { ProviderAnswer } from '../../../application/ordering/ask-provider.ts';
import type { QueryOutcome } from '../../../application/ordering/query-and-settle.ts';

export const ANSWERS = [
  ...(['paid', 'unpaid', 'closed', 'unknown', 'other_merchant'] as const),
  ...(['settled', 'already_settled', 'mismatch', 'duplicate_payment', 'unknown_order'] as const),
] as const satisfies readonly (ProviderAnswer['answer'] | QueryOutcome['kind'])[];

/** What came of asking about one attempt. */
export const answerWords: Readonly<Record<(typeof ANSWERS)[number], string>> = {
  paid: 'WeChat says: paid',
  unpaid: 'WeChat says: not paid',
  closed: 'WeChat says: closed',
  unknown: 'WeChat does not know this number: nobody has begun to pay',
  other_merchant: 'of a merchant that is not configured here: nobody can be asked',
  settled: 'WeChat says: paid; the points are credited now',
  already_settled: 'WeChat says: paid; the points were credited before',
  mismatch: 'WeChat says: paid, but not what was asked for; set aside',
  duplicate_payment: 'WeChat says: paid, beside another payment of the order; it goes back',
  unknown_order: 'not one of ours',
};
