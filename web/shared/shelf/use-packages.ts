import { useEffect, useState } from 'preact/hooks';
import type { Outcome } from '../api/ask.ts';
import { listPackages } from '../api/payment.ts';
import { isSignedOut } from '../api/problem.ts';
import type { PackageList } from '../api/types.ts';
import type { SessionOfPage } from '../session/use-session.ts';

export type Shelf = Outcome<PackageList> | { readonly kind: 'loading' };

/** What is on sale, at the prices of whoever is signed in; `reload` asks again. */
export function usePackages({ session, lose }: Pick<SessionOfPage, 'session' | 'lose'>): {
  readonly shelf: Shelf;
  readonly reload: () => void;
} {
  const token = session?.token ?? null;
  const [shelf, setShelf] = useState<Shelf>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isWanted = true;
    void listPackages(token).then((outcome) => {
      if (!isWanted) return;
      // A session that has ended is none: everybody may look.
      if (outcome.kind === 'refused' && isSignedOut(outcome.problem) && token) lose();
      else setShelf(outcome);
    });
    return () => {
      isWanted = false;
    };
  }, [token, round]);
  const reload = (): void => {
    setShelf({ kind: 'loading' });
    setRound(round + 1);
  };
  return { shelf, reload };
}
