import type { Checkout } from '../../../domain/ordering/payment-gateway.ts';

/** What the client pays with. `params` goes to WeChat's own functions as it is. */
export const checkoutJson = (checkout: Checkout) =>
  checkout.gateway === 'native'
    ? { gateway: checkout.gateway, code_url: checkout.codeUrl }
    : { gateway: checkout.gateway, params: checkout.params };
