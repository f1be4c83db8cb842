import type { FollowerEvent } from './follower.ts';

/** What reaches the address of the official account: the query that signs it, and the bytes as they came. */
export type RawMessage = {
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
};

/** What a signature was made over. One pair belongs to one message. */
export type Stamp = { readonly signedAt: string; readonly nonce: string };

/** Who is to be answered, and as whom: the openid, and the id of the official account (`gh_…`). */
export type ReplyAddress = { readonly openid: string; readonly account: string };

export type MessageRefusal =
  | 'missing_headers'
  | 'stale_timestamp'
  | 'bad_signature'
  | 'undecryptable'
  | 'malformed'
  /** There is no official account. */
  | 'unknown_key'
  /** The stamp has come with another message before. */
  | 'replayed';

type Named = {
  /** SHA-256 of what names the message at WeChat, the same on each repetition. */
  readonly messageKey: string;
  readonly stamp: Stamp;
};
export type MessageReading =
  | ({ readonly kind: 'event'; readonly event: FollowerEvent; readonly replyTo: ReplyAddress } & Named)
  /** Genuine, but nothing that we act on. */
  | ({ readonly kind: 'other' } & Named)
  | { readonly kind: 'refused'; readonly reason: MessageRefusal };

/** Port. Verifies and reads what WeChat pushes to the official account; without I/O, and never throws. */
export type ReadFollowerMessage = (raw: RawMessage) => MessageReading;

/** Port. The text as a passive reply (被动回复), in the form in which the messages come. */
export type WriteFollowerReply = (to: ReplyAddress, text: string) => string;

/** Port. The address is ours: what proves it; null: whoever asks is not WeChat. */
export type AnswerAccountCheck = (query: RawMessage['query']) => string | null;

export type FollowerLookup =
  /** The unionid is null where the official account belongs to no Open Platform account. */
  { readonly kind: 'following'; readonly unionid: string | null } | { readonly kind: 'not_following' };

/** Port. What WeChat knows of a follower. Faults are thrown as `Unavailable`, a wrong configuration as the adapter's own error. */
export interface FollowerInfo {
  find(openid: string): Promise<FollowerLookup>;
}
