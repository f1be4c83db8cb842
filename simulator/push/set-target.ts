import type { Context } from '../context.ts';
import type { AppKind } from '../credentials/app-accounts.ts';
import type { PushTarget } from './push-state.ts';

export type TargetUpdate = { readonly [Setting in keyof PushTarget]?: PushTarget[Setting] | undefined };

const usual: Readonly<Record<AppKind, Pick<PushTarget, 'mode' | 'format'>>> = {
  miniprogram: { mode: 'plain', format: 'json' },
  official_account: { mode: 'plain', format: 'xml' },
};

/** What is not given stays as it is. Null while there is no address yet. */
export function setTarget({ store }: Context, app: AppKind, update: TargetUpdate): PushTarget | null {
  const known = store.world.push.targets.get(app);
  const url = update.url ?? known?.url;
  if (url === undefined) return null;
  const { mode, format } = known ?? usual[app];
  const target: PushTarget = { url, mode: update.mode ?? mode, format: update.format ?? format };
  if (JSON.stringify(target) !== JSON.stringify(known)) store.record({ kind: 'push_target_set', app, target });
  return target;
}
