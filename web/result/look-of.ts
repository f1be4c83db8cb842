import { points } from '../../miniprogram/app/shared/points.ts';
import type { Order } from '../shared/api/types.ts';
import type { Texts, Words } from '../shared/texts/texts.ts';

export type Look = { readonly icon: 'check' | 'clock' | 'info'; readonly tone: 'good' | 'calm'; readonly words: Words };

/** What is said of an order. Whoever may have paid is never told that he has failed. */
export function lookOf(texts: Texts, { status, credits }: Order, isSure: boolean): Look {
  const { result } = texts;
  switch (status) {
    case 'paid': {
      const next = result.paidNext(texts.points(points(credits)));
      return { icon: 'check', tone: 'good', words: { title: result.paid, next } };
    }
    case 'partly_refunded':
      return { icon: 'check', tone: 'good', words: result.partlyRefunded };
    case 'refunded':
      return { icon: 'info', tone: 'calm', words: result.refunded };
    case 'closed':
      return { icon: 'info', tone: 'calm', words: isSure ? result.closed : result.unsure };
    case 'pending':
      return { icon: 'clock', tone: 'calm', words: isSure ? result.pending : result.unsure };
  }
}
