const script = import.meta.url;

/** Where the API and the pages are: above the folder of our scripts, whatever path PUBLIC_URL has. */
export const SITE = script.slice(0, Math.max(script.lastIndexOf('/assets/'), 0));

export const pricingUrl = `${SITE}/pricing`;
export const docsUrl = `${SITE}/docs`;

export const checkoutUrl = (orderId: string): string =>
  `${SITE}/payment/checkout?orderId=${encodeURIComponent(orderId)}`;

/** `status` is for those who read addresses; the page asks the server. */
export const resultUrl = (orderId: string, status: 'success' | 'pending' | 'closed'): string =>
  `${SITE}/payment/result?status=${status}&orderId=${encodeURIComponent(orderId)}`;

/** Of a checkout that a service has opened, for a tab that holds its token. */
export const hostedUrl = (checkoutId: string): string =>
  `${SITE}/payment/checkout?session=${encodeURIComponent(checkoutId)}`;
