import type { Caller } from '../../../src/application/ledger/usage.ts';
import type { DoneBy } from '../../../src/domain/shared/audit.ts';
import type { ApiKeyId, ServiceId, UserId } from '../../../src/domain/shared/ids.ts';
import type { Dice } from '../dice.ts';
import type { Client } from './client.ts';
import type { Rows } from './due-work.ts';
import type { MonthCatalog } from './month-catalog.ts';
import type { SeededScheduler } from './seeded-scheduler.ts';
import type { Tally } from './tally.ts';
import type { VirtualNotifications } from './virtual-notifications.ts';
import type { VirtualWechat } from './virtual-wechat.ts';

/** Where the virtual people live. */
export type Town = {
  readonly scheduler: SeededScheduler;
  readonly dice: Dice;
  readonly client: Client;
  readonly wechat: VirtualWechat;
  readonly notifications: VirtualNotifications;
  readonly catalog: MonthCatalog;
  /** People look into the books to find the worst moment, and never write there. */
  readonly rows: () => Rows;
  /** The backend service that reports what they spend. */
  readonly service: { readonly id: ServiceId; readonly caller: Caller };
  readonly tally: Tally;
  /** A word that nobody has said before. */
  readonly newWord: () => string;
};

/** Somebody who buys, spends, changes keys and may leave; then the same openid is another user. */
export type Person = {
  readonly openid: string;
  userId: UserId;
  keys: { readonly id: ApiKeyId; readonly token: string }[];
};

/** Mostly the newest: the others may be off, or at their end. */
export const someKey = ({ dice }: Pick<Town, 'dice'>, { keys }: Person): Person['keys'][number] | undefined =>
  dice.chance(0.7) ? keys.at(-1) : dice.pick(keys);

export const doneBy = ({ userId }: Person): DoneBy => ({ actor: { kind: 'user', userId }, requestId: null });
