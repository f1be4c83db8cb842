import { type Closing, type ClosingDecision, decideClosing, obstaclesOf } from '../../domain/identity/closing.ts';
import { isPresent, type User, type UserStatus } from '../../domain/identity/user.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { SessionId, UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { lockPerson } from './lock-person.ts';
import { readAffairs } from './read-affairs.ts';
import { type PointsLeft, readPointsLeft } from './read-points-left.ts';
import { shutAccount } from './shut-account.ts';

type Needed =
  | ('users' | 'sessions' | 'closings' | 'orders' | 'invoices' | 'invoiceTitles')
  | ('ledger' | 'holds' | 'apiKeys' | 'audit' | 'clock');
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly ids: IdSource; readonly closingDays: number };
export type WantedClosing = {
  readonly userId: UserId;
  readonly waivesPoints: boolean;
  /** The one in which the user says so. */
  readonly keeps: SessionId | null;
  readonly by: DoneBy;
  /** Of an operator, for the audit log. */
  readonly reason?: string | undefined;
  /** How long it can be taken back; left out, as long as the system says. */
  readonly days?: number;
};
export type BeginClosingOutcome =
  | { readonly kind: 'closing'; readonly deletesAt: Date }
  | Extract<ClosingDecision, { kind: 'has_obstacles' }>
  /** To be said again with `waivesPoints`. */
  | { readonly kind: 'points_left'; readonly points: PointsLeft }
  | { readonly kind: 'unknown_user' }
  | { readonly kind: 'not_open'; readonly status: UserStatus };
export type BeginClosing = (wanted: WantedClosing) => Promise<BeginClosingOutcome>;

/**
 * The user's word that the account is to be deleted. Every key is off from the commit on: who spends at the same moment holds
 * the account and has done so before, or finds the key disabled. Said again, it is answered alike.
 */
export const beginClosing =
  ({ uow, ids, closingDays }: Dependencies): BeginClosing =>
  (wanted) =>
    uow.run(async (stores) => {
      const { userId, by, waivesPoints, days = closingDays } = wanted;
      await lockPerson(stores, userId);
      const user = await stores.users.find(userId);
      if (!user) return { kind: 'unknown_user' };
      if (!isPresent(user)) return { kind: 'not_open', status: user.status };
      const now = await stores.clock.now();
      const known = await stores.closings.find(userId);
      const byOperator = by.actor.kind === 'operator';
      const obstacles = obstaclesOf(await readAffairs(stores, userId), byOperator);
      const points = await readPointsLeft(stores, userId, known, now);
      const wish = { userId, days, waivesPoints, byOperator };
      const decision = decideClosing(known, wish, { obstacles, unwaived: points.unwaived }, now);
      if (decision.kind === 'points_left') return { kind: 'points_left', points };
      if (decision.kind === 'has_obstacles') return decision;
      const { closing } = decision;
      await stores.closings.put(closing);
      if (!known) await shutAccount(stores, ids, user, wanted, now);
      if (!known || changes(known, closing)) await noteClosing(stores, ids, user, closing, wanted);
      return { kind: 'closing', deletesAt: closing.deletesAt };
    });

const changes = (known: Closing, { deletesAt, waivedAt }: Closing): boolean =>
  known.deletesAt.getTime() !== deletesAt.getTime() || known.waivedAt?.getTime() !== waivedAt?.getTime();

async function noteClosing(
  stores: Pick<Stores, Needed>,
  ids: IdSource,
  { id: userId, status }: User,
  { deletesAt, waivedAt }: Closing,
  { by, reason }: WantedClosing,
): Promise<void> {
  const word = { deletes_at: deletesAt.toISOString(), points_waived: waivedAt !== null };
  const after = { status: 'closing', ...word, ...(reason === undefined ? {} : { reason }) };
  const subject = { kind: 'user', id: userId } as const;
  await noteDeed(stores, ids, by, { action: 'user.closing', subject, userId, before: { status }, after });
}
