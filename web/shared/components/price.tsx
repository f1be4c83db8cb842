import { price, priceParts } from '../../../miniprogram/app/shared/money.ts';

/** ¥ smaller than the digits; read out as one. */
export function Price({ fen, large = false }: { readonly fen: number; readonly large?: boolean }) {
  const { whole, fraction } = priceParts(fen);
  return (
    <span class={large ? 'price is-large' : 'price'}>
      <span class="unseen">{price(fen)}</span>
      <span aria-hidden="true">
        <span class="price-small">¥</span>
        {whole}
        <span class="price-small">{fraction}</span>
      </span>
    </span>
  );
}
