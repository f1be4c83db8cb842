import { useEffect, useState } from 'preact/hooks';
import { readCheckoutSession } from '../shared/api/payment.ts';
import type { CheckoutSession } from '../shared/api/types.ts';
import type { KeptSession } from '../shared/session/kept-session.ts';

type Hosted = {
  /** What a service has opened; null: it is not known yet, or nobody has. */
  readonly hosted: CheckoutSession | null;
  readonly isHosted: boolean;
};

/** Where the user of a service goes back to. */
export function useHosted(session: KeptSession | null): Hosted {
  const [hosted, setHosted] = useState<CheckoutSession | null>(null);
  const token = session?.checkoutId ? session.token : null;
  // Also once its hour is over.
  const [isHosted] = useState(token !== null);
  useEffect(() => {
    if (token === null) return;
    void readCheckoutSession(token).then((found) => {
      if (found.kind === 'done') setHosted(found.value);
    });
  }, [token]);
  return { hosted, isHosted };
}
