import { points } from '../../miniprogram/app/shared/points.ts';
import { Facts } from '../shared/components/facts.tsx';
import { OrderNumber } from '../shared/components/order-number.tsx';
import { Price } from '../shared/components/price.tsx';
import { standingOf } from '../shared/order/standing.ts';
import { packageName } from '../shared/texts/package-names.ts';
import { useSpeech, useTexts } from '../shared/texts/use-texts.ts';
import { useClock } from '../shared/use-clock.ts';
import type { OpenOrder } from './checkout-state.ts';
import { CodePanel } from './code-panel.tsx';
import { Paid, Refunded } from './order-end.tsx';
import { PaymentStatus } from './payment-status.tsx';
import type { Checkout } from './use-checkout.ts';

type Props = { readonly open: OpenOrder; readonly checkout: Checkout };

/** An order: what is bought, the code that pays it, and how it stands. */
export function OrderCard({ open, checkout }: Props) {
  const texts = useTexts();
  const { order } = open;
  const nowMs = useClock(order.status === 'pending');
  const standing = standingOf(order, nowMs);
  if (standing === 'refunded') return <Refunded isHosted={checkout.hosted !== null} />;
  if (standing === 'paid' || standing === 'partly_refunded') return <Paid orderId={order.order_id} />;
  return (
    <section class="card pay" data-testid="pay" data-standing={standing}>
      <div class="pay-head">
        <h1 class="pay-title">{texts.checkout.title}</h1>
        <p class="pay-amount">
          <span class="muted">{texts.checkout.amount}</span>
          <Price fen={order.amount} large />
        </p>
      </div>
      <div class="pay-code">
        <CodePanel
          open={open}
          standing={standing}
          leftMs={Date.parse(order.expired_at) - nowMs}
          refresh={checkout.refresh}
        />
      </div>
      <div class="pay-rest">
        <OrderFacts open={open} />
        <PaymentStatus open={open} standing={standing} checkout={checkout} />
      </div>
    </section>
  );
}

function OrderFacts({ open: { order } }: Pick<Props, 'open'>) {
  const { texts, language } = useSpeech();
  return (
    <Facts
      facts={[
        { label: texts.checkout.package, value: packageName(order, language) },
        { label: texts.checkout.credits, value: texts.points(points(order.credits)) },
        { label: texts.orderNumber, value: <OrderNumber number={order.out_trade_no} /> },
      ]}
    />
  );
}
