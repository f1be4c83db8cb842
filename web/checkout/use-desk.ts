import { useEffect, useState } from 'preact/hooks';
import { createPayment, queryOrder, readCheckoutSession } from '../shared/api/payment.ts';
import { retryDelayMs } from '../shared/retry-delay.ts';
import { serverNow } from '../shared/server-clock.ts';
import { wait } from '../shared/wait.ts';
import type { Desk } from './desk.ts';
import type { Happening } from './happening.ts';

/** The desk of whoever is signed in; null: nobody is. */
export function useDesk(token: string | null, tell: (happening: Happening) => void): Desk | null {
  const [desk, setDesk] = useState<Desk | null>(null);
  useEffect(() => {
    if (token === null) return setDesk(null);
    const aborter = new AbortController();
    setDesk(deskOf(token, tell, aborter.signal));
    return () => aborter.abort();
  }, [token]);
  return desk;
}

const deskOf = (token: string, tell: Desk['tell'], signal: AbortSignal): Desk => ({
  createPayment: (packageId) => createPayment(token, packageId),
  queryOrder: (orderId) => queryOrder(token, orderId),
  readCheckoutSession: () => readCheckoutSession(token),
  pause: (tried) => wait(retryDelayMs(tried), signal, { wakes: true }),
  nowMs: serverNow,
  ...{ tell, signal },
});
