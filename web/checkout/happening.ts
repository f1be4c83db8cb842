import type { Problem } from '../shared/api/problem.ts';
import type { Order, Payment, WayBack } from '../shared/api/types.ts';

/** What the checkout page hears of. */
export type Happening =
  | { readonly kind: 'began' | 'signed_out' | 'choosing' }
  /** Null: nobody has said where its user came from. */
  | { readonly kind: 'over'; readonly wayBack: WayBack | null }
  | { readonly kind: 'ordering'; readonly packageId: string }
  /** A code is there. */
  | { readonly kind: 'coded'; readonly payment: Payment }
  /** How an order stands, by itself or because the buyer has asked. */
  | { readonly kind: 'told' | 'answered'; readonly order: Order }
  | { readonly kind: 'asking' | 'refreshing' | 'unanswered' }
  | { readonly kind: 'refused'; readonly problem: Problem };
