import { price } from '../../miniprogram/app/shared/money.ts';
import { points } from '../../miniprogram/app/shared/points.ts';
import { checkoutUrl, docsUrl, hostedUrl, pricingUrl } from '../shared/api/site.ts';
import type { CheckoutSession, Order } from '../shared/api/types.ts';
import { type Fact, Facts } from '../shared/components/facts.tsx';
import { OrderNumber } from '../shared/components/order-number.tsx';
import { StateCard } from '../shared/components/state-card.tsx';
import { lastDay } from '../shared/format/dates.ts';
import type { Language } from '../shared/texts/language.ts';
import { packageName } from '../shared/texts/package-names.ts';
import type { Texts } from '../shared/texts/texts.ts';
import { useSpeech, useTexts } from '../shared/texts/use-texts.ts';
import { BackToService } from './back-to-service.tsx';
import { lookOf } from './look-of.ts';

type Props = {
  readonly order: Order;
  readonly isSure: boolean;
  readonly isHosted: boolean;
  readonly hosted: CheckoutSession | null;
};

/** How an order stands, what it has brought, and where to go from here. */
export function OrderResult({ order, isSure, isHosted, hosted }: Props) {
  const { texts, language } = useSpeech();
  const { icon, tone, words } = lookOf(texts, order, isSure);
  const isPaid = order.status === 'paid' || order.status === 'partly_refunded';
  return (
    <StateCard testId={`result-${order.status}`} icon={icon} tone={tone} words={words} takesFocus isLive>
      <Facts facts={factsOf(order, texts, language)} />
      {hosted && isPaid && <BackToService hosted={hosted} />}
      {hosted && order.status === 'pending' && <BackToCheckout url={hostedUrl(hosted.id)} />}
      {!isHosted && <Onwards order={order} isPaid={isPaid} />}
    </StateCard>
  );
}

function factsOf(order: Order, texts: Texts, language: Language): readonly Fact[] {
  const { result, checkout } = texts;
  const { credits_expire_at: expireAt } = order;
  return [
    { label: result.package, value: `${packageName(order, language)} · ${texts.points(points(order.credits))}` },
    { label: order.paid_at ? result.amount : checkout.amount, value: price(order.amount) },
    ...(expireAt ? [{ label: result.validUntil, value: lastDay(expireAt, language) }] : []),
    { label: texts.orderNumber, value: <OrderNumber number={order.out_trade_no} /> },
  ];
}

function Onwards({ order, isPaid }: { readonly order: Order; readonly isPaid: boolean }) {
  const texts = useTexts();
  return (
    <div class="buttons is-row">
      {order.status === 'pending' && <BackToCheckout url={checkoutUrl(order.order_id)} />}
      {isPaid && (
        <a class="button" href={docsUrl}>
          {texts.result.docs}
        </a>
      )}
      <a class="button is-quiet" href={pricingUrl}>
        {isPaid ? texts.result.buyMore : texts.backToPricing}
      </a>
    </div>
  );
}

const BackToCheckout = ({ url }: { readonly url: string }) => (
  <a class="button" href={url}>
    {useTexts().result.backToCheckout}
  </a>
);
