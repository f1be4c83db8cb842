import { publicId } from '../../../adapters/http/public-id.ts';
import { type BeginClosingOutcome, beginClosing } from '../../../application/identity/begin-closing.ts';
import { finishClosing, lockIdentities } from '../../../application/identity/finish-closing.ts';
import type { UnitOfWork } from '../../../application/shared/unit-of-work.ts';
import type { Obstacle } from '../../../domain/identity/closing.ts';
import type { DoneBy } from '../../../domain/shared/audit.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import type { Points } from '../../../domain/shared/points.ts';
import { PartlyDone } from '../../face/failures.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import type { Tools } from '../with-database.ts';

export type ClosingWish = {
  readonly userId: UserId;
  readonly by: DoneBy;
  readonly reason: string;
  readonly now?: true;
  readonly waivePoints?: true;
};
type Ended = { readonly closesAt: Date; readonly writtenOff: Points | null };

/** Begins the closing, and with `now` finishes it. What is refused is thrown, in the operator's words. */
export async function closeUser(
  tools: Omit<Tools, 'uow'> & { readonly uow: UnitOfWork },
  wish: ClosingWish,
): Promise<Ended> {
  const { userId, by, now, waivePoints, reason } = wish;
  const { accountClosingDays: closingDays } = tools.config;
  const wanted = { userId, waivesPoints: waivePoints ?? false, keeps: null, by, reason, ...(now && { days: 0 }) };
  const begun = await beginClosing({ ...tools, closingDays })(wanted);
  if (begun.kind !== 'closing') throw refusalOf(begun, userId);
  const writtenOff = now ? await finish(tools, wish) : null;
  return { closesAt: begun.deletesAt, writtenOff };
}

/** The same in one transaction; the locks are then taken in the order in which the end of a closing takes them. */
export async function rehearsedIn(uow: UnitOfWork, tools: Tools, wish: ClosingWish): Promise<Ended> {
  await uow.run((stores) => lockIdentities(stores, wish.userId));
  return closeUser({ ...tools, uow }, wish);
}

function refusalOf(refused: Exclude<BeginClosingOutcome, { kind: 'closing' }>, userId: UserId): ExpectedFailure {
  switch (refused.kind) {
    case 'has_obstacles':
      return new ExpectedFailure(`in the way: ${named(refused.obstacles)}`);
    case 'points_left':
      return new ExpectedFailure(`${refused.points.unwaived} paid points are left: refund them, or say --waive-points`);
    case 'not_open':
      return new ExpectedFailure(`this account is ${refused.status}`);
    case 'unknown_user':
      return new ExpectedFailure(`there is no user ${publicId('usr', userId)}`);
  }
}

async function finish(
  tools: Omit<Tools, 'uow'> & { readonly uow: UnitOfWork },
  { userId, by }: ClosingWish,
): Promise<Points> {
  const outcome = await finishClosing({ ...tools, raiseAlarm: () => {} })(userId, by);
  switch (outcome.kind) {
    case 'closed':
      return outcome.writtenOff;
    case 'held_up':
      throw new PartlyDone(`closing, but held up by ${named(outcome.obstacles)}; looked at again in a day`);
    case 'nothing_to_do':
      throw new PartlyDone('closing, but not closed: somebody else has it in hand; look again in a minute');
  }
}

const named = (obstacles: readonly Obstacle[]): string =>
  obstacles.map(({ code, count }) => `${code} (${count})`).join(', ');
