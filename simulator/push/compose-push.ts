import { v4 as uuid } from 'uuid';
import type { Context } from '../context.ts';
import { type AppKind, appAccounts } from '../credentials/app-accounts.ts';
import type { PushDelivery, PushMessage } from './push-state.ts';

export type PushEvent = {
  readonly app: AppKind;
  readonly event: string;
  readonly fromUserName: string;
  readonly fields: PushMessage;
  readonly atMs: number;
  /** Withheld: kept for the control API to deliver by hand. */
  readonly withheld?: boolean;
};

/** Made once and kept for every attempt. Where no address is set, WeChat pushes nothing. */
export function composePush({ credentials, store }: Context, push: PushEvent): PushDelivery {
  const { app, event, fromUserName, fields, atMs } = push;
  const withheld = push.withheld === true || !store.world.push.targets.has(app);
  return {
    id: uuid(),
    app,
    event,
    message: {
      ToUserName: appAccounts(credentials)[app].originalId,
      FromUserName: fromUserName,
      CreateTime: Math.floor(atMs / 1000),
      MsgType: 'event',
      Event: event,
      ...fields,
    },
    createdAtMs: atMs,
    nextAttemptAtMs: withheld ? null : atMs,
    status: withheld ? 'withheld' : 'pending',
    attempts: [],
  };
}
