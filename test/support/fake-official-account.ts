import type { ConfirmScan } from '../../src/application/identity/handle-follower-event.ts';
import type { FollowerEvent } from '../../src/domain/identity/follower.ts';
import type {
  FollowerInfo,
  FollowerLookup,
  MessageReading,
  RawMessage,
  ReadFollowerMessage,
} from '../../src/domain/identity/follower-message.ts';
import type { ScanMeaning } from '../../src/domain/identity/scan.ts';
import { Script } from './script.ts';

/** WeChat says of everybody that he follows, with the unionid that a test has given him. */
export class FakeFollowerInfo implements FollowerInfo {
  readonly answers = new Script<FollowerLookup>();
  readonly unionids = new Map<string, string>();
  readonly asked: string[] = [];

  find(openid: string): Promise<FollowerLookup> {
    this.asked.push(openid);
    return this.answers.next(() => ({ kind: 'following', unionid: this.unionids.get(openid) ?? null }));
  }
}

/** No code is one to sign in by, unless a test says so. */
export class FakeScans {
  readonly answers = new Script<ScanMeaning>();
  readonly asked: string[] = [];
  readonly confirm: ConfirmScan = (scene, userId) => {
    this.asked.push(`${scene} ${userId}`);
    return this.answers.next(() => 'none');
  };
}

const ACCOUNT = 'gh_ours';

/** A message as `fakeMessageReader` reads it: what happened, or no event at all. */
export const aMessage = (event: FollowerEvent | null, nonce: string): RawMessage => ({
  query: { nonce },
  body: Buffer.from(JSON.stringify(event)),
});

/** Believes everything. */
export const fakeMessageReader: ReadFollowerMessage = ({ query, body }): MessageReading => {
  const stamp = { signedAt: '1768449600', nonce: query['nonce'] ?? '' };
  const text = Buffer.from(body).toString();
  const told = JSON.parse(text) as (Omit<FollowerEvent, 'occurredAt'> & { readonly occurredAt: string }) | null;
  if (!told) return { kind: 'other', messageKey: `other ${stamp.nonce}`, stamp };
  const event = { ...told, occurredAt: new Date(told.occurredAt) };
  return { kind: 'event', messageKey: text, stamp, event, replyTo: { openid: event.openid, account: ACCOUNT } };
};
