import { entriesOf } from '../../domain/ledger/deed.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { PointsLedger } from '../../domain/ledger/points-ledger.ts';
import type { Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork; readonly secrets: Pick<Secrets, 'sha256'> };
/** What came of it, and the lines of the journal that it wrote, in their order. */
export type Rehearsal<T> = { readonly outcome: T; readonly entries: readonly Entry[] };

/** Ends the transaction of a rehearsal, so that nothing of it stays. */
class CurtainFalls extends Error {
  readonly rehearsal: Rehearsal<unknown>;

  constructor(rehearsal: Rehearsal<unknown>) {
    super('the rehearsal is over');
    this.rehearsal = rehearsal;
  }
}

/**
 * Does what is to be done, tells what that writes, and takes all of it back: a dry run that cannot differ from the deed. Every
 * use case in `deed` runs on the unit of work that it is given, and holds its locks until the rehearsal is over.
 */
export async function rehearse<T>(
  { uow, secrets }: Dependencies,
  deed: (uow: UnitOfWork) => Promise<T>,
): Promise<Rehearsal<T>> {
  try {
    return await uow.run(async (stores): Promise<never> => {
      const entries: Entry[] = [];
      const noted: Stores = { ...stores, ledger: noting(stores.ledger, secrets, entries) };
      throw new CurtainFalls({ outcome: await deed({ run: (work) => work(noted) }), entries });
    });
  } catch (error) {
    if (error instanceof CurtainFalls) return error.rehearsal as Rehearsal<T>;
    throw error;
  }
}

/** Write lines, too, in ways of their own. */
const NOT_REHEARSED: readonly (string | symbol)[] = ['grant', 'freeze', 'release', 'burn'];

/** The same ledger; what is posted is noted. */
function noting(ledger: PointsLedger, { sha256 }: Dependencies['secrets'], entries: Entry[]): PointsLedger {
  const post: PointsLedger['post'] = async (deed) => {
    entries.push(...entriesOf(deed, await ledger.headOf(deed.accountId), sha256));
    return ledger.post(deed);
  };
  return new Proxy(ledger, {
    get(real, name) {
      if (NOT_REHEARSED.includes(name))
        throw new Error(`ledger.${String(name)} cannot be rehearsed: its lines are not told`);
      const member: unknown = name === 'post' ? post : Reflect.get(real, name);
      return typeof member === 'function' ? member.bind(real) : member;
    },
  });
}
