import type { Request } from 'express';
import type { z } from 'zod';
import type { OpenCheckoutOutcome } from '../../../application/identity/open-checkout.ts';
import type { ReadCheckoutOutcome } from '../../../application/identity/read-checkout.ts';
import { isSettled, type Order } from '../../../domain/ordering/order.ts';
import { totalPoints } from '../../../domain/ordering/settlement.ts';
import { instant } from '../json-values.ts';
import { publicId } from '../public-id.ts';
import { publicUrlOf } from '../public-url.ts';
import { wholeNumber } from '../whole-number.ts';
import type { CheckoutAnswer, OpenCheckoutAnswer } from './checkout-sessions-schema.ts';

type Opened = Extract<OpenCheckoutOutcome, { kind: 'opened' }>;
type Found = Extract<ReadCheckoutOutcome, { kind: 'found' }>;

/** The token stands behind #: browsers keep that to themselves, so that it is in no log and no Referer. */
export function openedJson(req: Request, { checkout, state, token }: Opened): z.infer<typeof OpenCheckoutAnswer> {
  const id = publicId('chk', checkout.id);
  return {
    id,
    url: `${publicUrlOf(req)}/payment/checkout?session=${id}#token=${token}`,
    status: state.status,
    user_id: publicId('usr', checkout.userId),
    expires_at: instant(checkout.expiresAt),
  };
}

export const checkoutJson = ({ checkout, state: { status, order } }: Found): z.infer<typeof CheckoutAnswer> => ({
  id: publicId('chk', checkout.id),
  status,
  order: order && orderJson(order),
  user_id: publicId('usr', checkout.userId),
  external_id: checkout.externalId,
  metadata: { ...checkout.metadata },
  expires_at: instant(checkout.expiresAt),
});

const orderJson = (order: Order): NonNullable<z.infer<typeof CheckoutAnswer>['order']> => ({
  id: publicId('ord', order.id),
  status: order.status,
  package_code: order.terms.packageCode,
  amount_fen: order.terms.amountFen,
  points: wholeNumber(totalPoints(order)),
  paid_at: isSettled(order) ? instant(order.paidAt) : null,
});
