import type { Notice, NoticeKind } from '../../src/domain/identity/notice.ts';
import type { NoticeSender, SendOutcome } from '../../src/domain/identity/notice-sender.ts';
import { OURS } from './builders.ts';
import { Script } from './script.ts';

/** Has a template for every kind, and takes every message, unless a test says otherwise. */
export class FakeNoticeSender implements NoticeSender {
  readonly appid = OURS.appid;
  readonly templates = new Map<NoticeKind, string>([
    ['payment_success', 'tmpl-paid'],
    ['points_low', 'tmpl-low'],
    ['points_expiring', 'tmpl-expiring'],
  ]);
  readonly answers = new Script<SendOutcome>();
  readonly sent: { readonly openid: string; readonly notice: Notice }[] = [];

  send(openid: string, notice: Notice): Promise<SendOutcome> {
    this.sent.push({ openid, notice });
    return this.answers.next(() => ({ kind: 'sent' }));
  }
}
