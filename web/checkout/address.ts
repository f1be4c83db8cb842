/** What the address asks for: an order of whoever is signed in, or the checkout that a service has opened. */
export type CheckoutAddress =
  | { readonly kind: 'order'; readonly orderId: string }
  | { readonly kind: 'hosted'; readonly checkoutId: string; readonly token: string | null }
  | { readonly kind: 'nothing' };

export function readAddress(search: string, hash: string): CheckoutAddress {
  const asked = new URLSearchParams(search);
  const checkoutId = asked.get('session');
  if (checkoutId) return { kind: 'hosted', checkoutId, token: new URLSearchParams(hash.slice(1)).get('token') };
  const orderId = asked.get('orderId');
  return orderId ? { kind: 'order', orderId } : { kind: 'nothing' };
}

/** The token leaves the address at once: it shall be in no history, no bookmark and no picture of the screen. */
export function takeAddress(): CheckoutAddress {
  const { pathname, search, hash } = location;
  if (hash) history.replaceState(history.state, '', `${pathname}${search}`);
  return readAddress(search, hash);
}

/** A new order takes the place of the one in the address; that of a service names its checkout, and keeps it. */
export function showInAddress(orderId: string): void {
  const address = new URL(location.href);
  if (address.searchParams.has('session') || address.searchParams.get('orderId') === orderId) return;
  address.searchParams.set('orderId', orderId);
  history.replaceState(history.state, '', address);
}
