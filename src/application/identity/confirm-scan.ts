import { isLoginScene } from '../../domain/identity/login-ticket.ts';
import type { ScanMeaning } from '../../domain/identity/scan.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type ConfirmNeeds, confirmWithin } from './confirm-login-ticket.ts';

type Dependencies = { readonly uow: UnitOfWork<ConfirmNeeds>; readonly ids: IdSource };
/** `scene` is what the code carries, without WeChat's `qrscene_`. */
export type ConfirmScan = (scene: string, userId: UserId, requestId: string | null) => Promise<ScanMeaning>;

/** A user has scanned a code with WeChat. To scan the code of a login is to confirm it; doing so again changes nothing. */
export const confirmScan =
  ({ uow, ids }: Dependencies): ConfirmScan =>
  async (scene, userId, requestId) => {
    if (!isLoginScene(scene)) return 'none';
    const outcome = await uow.run((stores) => confirmWithin(stores, ids, scene, { userId, requestId }));
    return outcome.kind === 'found' ? 'login_confirmed' : 'login_expired';
  };
