import type { FollowerOutcome } from '../../domain/identity/follower-inbox.ts';
import type { ScanMeaning } from '../../domain/identity/scan.ts';
import { isPresent } from '../../domain/identity/user.ts';
import { availablePoints } from '../../domain/ledger/balance.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { HandleFollowerEvent } from './handle-follower-event.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'users' | 'ledger' | 'clock'>;
  readonly handleFollowerEvent: HandleFollowerEvent;
};
/** What a follower is told. */
export type Greeting = {
  /** He has begun to follow. */
  readonly isWelcome: boolean;
  readonly scan: ScanMeaning;
  readonly nickname: string;
  readonly available: Points;
};
/** Null: there is nothing to say, or not yet. */
export type GreetFollower = (messageKey: string, requestId: string | null) => Promise<Greeting | null>;

/** Handles the event and says what its answer is about. To a repetition it says the same. */
export const greetFollower =
  ({ uow, handleFollowerEvent }: Dependencies): GreetFollower =>
  async (messageKey, requestId) => {
    const outcome = await handleFollowerEvent(messageKey, requestId);
    const userId = outcome && greetedBy(outcome);
    if (!outcome || !userId) return null;
    return uow.run(async ({ users, ledger, clock }) => {
      const user = await users.find(userId);
      if (!user || !isPresent(user)) return null;
      const available = availablePoints(await ledger.listLots(accountOf(userId)), await clock.now());
      const isWelcome = outcome.kind === 'followed';
      return { isWelcome, scan: outcome.scan, nickname: user.nickname, available };
    });
  };

const greetedBy = ({ kind, scan, userId }: FollowerOutcome): UserId | null =>
  kind === 'followed' || scan !== 'none' ? userId : null;
