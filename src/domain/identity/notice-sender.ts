import type { Notice, NoticeKind } from './notice.ts';

export type SendOutcome =
  | { readonly kind: 'sent' }
  /** The user has accepted none, or takes none any more. */
  | { readonly kind: 'refused_by_user' }
  /** No repetition mends it; `fault` says nothing of the user. */
  | { readonly kind: 'failed'; readonly fault: Error };

/** Port. Tells somebody in WeChat (订阅消息). Faults that pass are thrown as `Unavailable`. */
export interface NoticeSender {
  /** The mini-program whose openids it takes. */
  readonly appid: string;
  /** WeChat's id of the template for each kind that has one. */
  readonly templates: ReadonlyMap<NoticeKind, string>;
  send(openid: string, notice: Notice): Promise<SendOutcome>;
}
