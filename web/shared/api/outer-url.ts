/** A page of somebody else that may be gone to. Null: it is none; a link could carry a script instead. */
export const pageOf = (url: string | null): string | null => parse(url)?.href ?? null;

/** Where a user goes who has paid: its service sees which checkout it was, and asks us what became of it. */
export function successPage(url: string | null, checkoutId: string): string | null {
  const address = parse(url);
  address?.searchParams.set('checkout_session', checkoutId);
  return address?.href ?? null;
}

function parse(url: string | null): URL | null {
  try {
    const address = new URL(url ?? '');
    return /^https?:$/.test(address.protocol) ? address : null;
  } catch {
    return null;
  }
}
