import {
  NOTICE_KINDS,
  NOTICE_WORDS,
  type Notice,
  type NoticeKind,
  type WordKind,
} from '../../../domain/identity/notice.ts';
import type { NoticeSender, SendOutcome } from '../../../domain/identity/notice-sender.ts';
import type { WechatApi } from '../api/wechat-api.ts';
import { WechatApiError } from '../api/wechat-api-error.ts';
import { valueFor } from './field-values.ts';
import type { MessageSettings, MessageTemplate } from './message-templates.ts';

const path = '/cgi-bin/message/subscribe/send';
const refusedByUser = 43101;
const HOME = 'pages/home/home';

/** Where a message leads to, in the mini-program. An order goes by its id outside, as its page asks for it. */
const PAGES: Readonly<Record<NoticeKind, (key: string) => string>> = {
  payment_success: (orderId) => `pages/order-detail/order-detail?id=ord_${orderId.replaceAll('-', '')}`,
  points_low: () => HOME,
  points_expiring: () => HOME,
};

/** 订阅消息: one message for each acceptance of `wx.requestSubscribeMessage`, which WeChat counts. */
export class SubscribeMessages implements NoticeSender {
  readonly templates: ReadonlyMap<NoticeKind, string>;
  readonly #api: WechatApi;
  readonly #settings: MessageSettings;

  constructor(api: WechatApi, settings: MessageSettings) {
    this.#api = api;
    this.#settings = settings;
    this.templates = new Map(NOTICE_KINDS.flatMap((kind) => idOf(kind, settings.templates[kind])));
  }

  get appid(): string {
    return this.#api.appid;
  }

  async send(openid: string, notice: Notice): Promise<SendOutcome> {
    const template = this.#settings.templates[notice.kind];
    if (!template) throw new Error(`no template for ${notice.kind}`);
    try {
      await this.#api.call(path, messageOf(openid, notice, template, this.#settings));
      return { kind: 'sent' };
    } catch (error) {
      // A wrong openid, template, page or value (40003, 40037, 41030, 47003) stays wrong.
      if (!(error instanceof WechatApiError)) throw error;
      return error.errcode === refusedByUser ? { kind: 'refused_by_user' } : { kind: 'failed', fault: error };
    }
  }
}

const idOf = (kind: NoticeKind, template: MessageTemplate | undefined): [NoticeKind, string][] =>
  template ? [[kind, template.id]] : [];

const messageOf = (openid: string, notice: Notice, { id, fields }: MessageTemplate, { state }: MessageSettings) => ({
  ...{ touser: openid, template_id: id, page: PAGES[notice.kind](notice.key) },
  ...{ miniprogram_state: state, lang: 'zh_CN' },
  data: dataOf(notice, fields),
});

function dataOf({ kind, data }: Notice, fields: MessageTemplate['fields']): Record<string, { readonly value: string }> {
  const values: Readonly<Record<string, string>> = data;
  const words: readonly (readonly [string, WordKind])[] = Object.entries(NOTICE_WORDS[kind]);
  const written = words.flatMap(([word, wordKind]) => {
    const [field, value] = [fields[word], values[word]];
    return field === undefined || value === undefined ? [] : [[field, { value: valueFor(wordKind, field, value) }]];
  });
  return Object.fromEntries(written);
}
