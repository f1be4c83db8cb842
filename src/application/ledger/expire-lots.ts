import { expiredDraws } from '../../domain/ledger/expiry.ts';
import type { AccountId } from '../../domain/shared/ids.ts';
import { type Points, sum } from '../../domain/shared/points.ts';
import type { IdSource } from '../shared/random.ts';
import { type ReportFault, runEach } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { postWriteOff } from './write-off-expired.ts';

type Needed = 'ledger' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly ids: IdSource };
export type WrittenOff = { readonly accountId: AccountId; readonly points: Points };

const ACCOUNTS_AT_ONCE = 200;

/** Posts the breakage. What has expired does not count from its instant on, so that nobody waits for this. */
export const expireLots = ({ uow, ids, reportFault }: Dependencies & { readonly reportFault: ReportFault }): Sweep => ({
  name: 'expire-lots',
  everyMs: 60_000,
  run: async (signal) => {
    const writeOff = writeOffAccount({ uow, ids });
    for await (const accounts of expiredAccounts(uow)) {
      await runEach(accounts, writeOff, { signal, reportFault });
      if (signal.aborted) return;
    }
  },
});

/** All accounts that may hold expired points, each once, however many of them cannot be written off. */
export async function* expiredAccounts(uow: UnitOfWork<Needed>): AsyncGenerator<readonly AccountId[]> {
  let after: AccountId | null = null;
  for (;;) {
    const page = { after, limit: ACCOUNTS_AT_ONCE };
    const accounts: AccountId[] = await uow.run(async ({ ledger, clock }) =>
      ledger.listExpired(await clock.now(), page),
    );
    if (accounts.length > 0) yield accounts;
    after = accounts.at(-1) ?? null;
    if (accounts.length < ACCOUNTS_AT_ONCE) return;
  }
}

/** One account, one transaction: whoever spends from another one does not wait. */
export const writeOffAccount =
  ({ uow, ids }: Dependencies) =>
  (accountId: AccountId): Promise<WrittenOff> =>
    uow.run(async ({ ledger, clock }) => {
      // The lock closes the lot that is open: before, its row may show points that were spent in time.
      await ledger.lock(accountId);
      const now = await clock.now();
      const draws = expiredDraws(await ledger.listLots(accountId), now);
      if (draws.length > 0) await postWriteOff(ledger, ids, accountId, draws, now);
      return { accountId, points: sum(draws.map(({ points }) => points)) };
    });
