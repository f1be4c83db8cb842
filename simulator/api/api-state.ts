/** Times ending in `AtMs` are milliseconds since the epoch in business time. */
export type AccessToken = {
  readonly token: string;
  readonly appid: string;
  /** `/cgi-bin/stable_token` and `/cgi-bin/token` know nothing of each other's tokens. */
  readonly source: 'stable' | 'plain';
  readonly expiresAtMs: number;
  /** Died before its time: by a forced refresh, or by the control API. */
  readonly revoked: boolean;
};

export type SentMessage = {
  readonly openid: string;
  readonly templateId: string;
  readonly page: string;
  readonly miniprogramState: string;
  readonly lang: string;
  readonly data: Readonly<Record<string, string>>;
  readonly sentAtMs: number;
};

export type Template = { readonly templateId: string; readonly fields: readonly string[] };

/** Texts that contain a word of these lists do not pass `msg_sec_check`. */
export type WordList = { readonly risky: readonly string[]; readonly review: readonly string[] };

export type PhoneCode = {
  readonly code: string;
  readonly openid: string;
  readonly phone: string;
  readonly issuedAtMs: number;
  readonly used: boolean;
};

/** What a code with parameters carries: a number, or 0 and a text. */
export type Scene = { readonly sceneId: number; readonly sceneStr: string };

/** Somebody whom the official account has met, `openid` being the one there; the scene is where the person came from. */
export type Follower = Scene & {
  readonly openid: string;
  readonly userName: string;
  readonly subscribed: boolean;
  readonly subscribedAtMs: number;
};

export type QrCode = Scene & { readonly ticket: string; readonly expiresAtMs: number };

/** A code of the mini-program; `page` is empty for its first one. */
export type MiniProgramCode = { readonly scene: string; readonly page: string; readonly madeAtMs: number };

/** The pages that are released, any where none is named; and how many codes are made in a minute. */
export type CodeRules = { readonly pages: readonly string[]; readonly perMinute: number };

export type ApiWorld = {
  readonly accessTokens: Map<string, AccessToken>;
  /** By appid, when each forced refresh took place. */
  readonly forcedRefreshes: Map<string, readonly number[]>;
  readonly templates: Map<string, Template>;
  /** Messages that a user still takes, by `openid templateId`. */
  readonly quotas: Map<string, number>;
  readonly messages: SentMessage[];
  wordList: WordList;
  readonly phoneCodes: Map<string, PhoneCode>;
  readonly followers: Map<string, Follower>;
  readonly qrCodes: Map<string, QrCode>;
  readonly codes: MiniProgramCode[];
  codeRules: CodeRules;
};

export const emptyApi = (): ApiWorld => ({
  accessTokens: new Map(),
  forcedRefreshes: new Map(),
  templates: new Map(),
  quotas: new Map(),
  messages: [],
  wordList: { risky: ['违规', '诈骗', '赌博'], review: ['待审'] },
  phoneCodes: new Map(),
  followers: new Map(),
  qrCodes: new Map(),
  codes: [],
  codeRules: { pages: [], perMinute: 5_000 },
});

export const quotaKey = (openid: string, templateId: string): string => `${openid} ${templateId}`;
