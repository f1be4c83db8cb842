import { useState } from 'preact/hooks';
import type { CheckoutSession } from '../shared/api/types.ts';
import { keepInTab, readInTab } from '../shared/session/tab-storage.ts';
import type { CheckoutAddress } from './address.ts';

const KEY = 'seahorse-checkout';

type Hosted = {
  /** What a service has opened. Null: nobody has, or it is not known yet. */
  readonly hosted: CheckoutSession | null;
  readonly noteHosted: (found: CheckoutSession) => void;
};

/** After its hour the server says nothing of a checkout any more, and its user still wants to go back: this tab remembers. */
export function useHosted(address: CheckoutAddress): Hosted {
  const [hosted, setHosted] = useState(() => (address.kind === 'hosted' ? readKept(address.checkoutId) : null));
  const noteHosted = (found: CheckoutSession): void => {
    keepInTab(KEY, found);
    setHosted(found);
  };
  return { hosted, noteHosted };
}

function readKept(id: string): CheckoutSession | null {
  const kept = readInTab(KEY);
  return kept?.['id'] === id ? (kept as CheckoutSession) : null;
}
