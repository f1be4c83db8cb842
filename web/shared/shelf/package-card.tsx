import { price } from '../../../miniprogram/app/shared/money.ts';
import { points } from '../../../miniprogram/app/shared/points.ts';
import type { Package } from '../api/types.ts';
import { Price } from '../components/price.tsx';
import { lastDay } from '../format/dates.ts';
import { unitPrice } from '../format/unit-price.ts';
import { packageDescription, packageName } from '../texts/package-names.ts';
import { useSpeech, useTexts } from '../texts/use-texts.ts';

type Props = {
  readonly offered: Package;
  readonly action: string;
  readonly isDisabled: boolean;
  readonly onChoose: () => void;
};

/** One package, and the button that buys it. */
export function PackageCard({ offered, action, isDisabled, onChoose }: Props) {
  const { texts, language } = useSpeech();
  const { package_id: id, amount, credits, hot, promotions } = offered;
  const [name, description] = [packageName(offered, language), packageDescription(offered, language)];
  return (
    <article class={hot ? 'card package is-hot' : 'card package'} data-testid={`package-${id}`}>
      {hot && <span class="badge">{texts.pricing.hot}</span>}
      <h2 class="package-name">{name}</h2>
      <p class="package-points">{texts.points(points(credits))}</p>
      {description && <p class="muted">{description}</p>}
      <p class="package-price">
        <Price fen={amount} large />
        <Before offered={offered} />
      </p>
      <UnitPrice amount={amount} credits={credits} />
      {promotions.length > 0 && (
        <ul class="tags">
          {promotions.map((promotion) => (
            <li class="tag" key={promotion}>
              {promotion}
            </li>
          ))}
        </ul>
      )}
      <p class="package-validity muted">{texts.validUntil(lastDay(offered.credits_expire_at, language))}</p>
      <button
        type="button"
        class="button is-block"
        aria-label={`${action} ${name} ${price(amount)}`}
        data-testid={`buy-${id}`}
        disabled={isDisabled}
        onClick={onChoose}
      >
        {action}
      </button>
    </article>
  );
}

/** What it was before, where it is cheaper now. */
function Before({ offered: { amount, list_amount: listed, original_amount: original } }: Pick<Props, 'offered'>) {
  const texts = useTexts();
  const before = original ?? listed;
  if (before <= amount) return null;
  return (
    <s class="package-before">
      <span class="unseen">{texts.pricing.was(price(before))}</span>
      <span aria-hidden="true">{price(before)}</span>
    </s>
  );
}

function UnitPrice({ amount, credits }: { readonly amount: number; readonly credits: number }) {
  const { pricing } = useTexts();
  const unit = unitPrice(amount, credits);
  if (!unit) return null;
  return (
    <p class="muted">
      {unit.kind === 'points_per_yuan' ? pricing.pointsPerYuan(unit.text) : pricing.yuanPerPoint(unit.text)}
    </p>
  );
}
