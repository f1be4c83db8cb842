import { WechatApi } from '../../adapters/wechat/api/wechat-api.ts';
import { MiniProgramCodes } from '../../adapters/wechat/mini-program/scene-codes.ts';
import { followerMessageReader } from '../../adapters/wechat/official-account/read-follower-message.ts';
import { OfficialAccountCodes } from '../../adapters/wechat/official-account/scene-codes.ts';
import { WechatFollowerInfo } from '../../adapters/wechat/official-account/wechat-follower-info.ts';
import { replyWriter } from '../../adapters/wechat/official-account/write-reply.ts';
import { addressCheck } from '../../adapters/wechat/push/answer-address-check.ts';
import type {
  AnswerAccountCheck,
  FollowerInfo,
  ReadFollowerMessage,
  WriteFollowerReply,
} from '../../domain/identity/follower-message.ts';
import type { SceneCodes } from '../../domain/identity/scene-codes.ts';
import { Unavailable } from '../../domain/shared/faults.ts';
import type { WechatAccount } from './wechat-config.ts';

export type OfficialAccountParts = {
  readonly readFollowerMessage: ReadFollowerMessage;
  readonly answerAccountCheck: AnswerAccountCheck;
  readonly writeFollowerReply: WriteFollowerReply;
  readonly followerInfo: FollowerInfo;
  readonly sceneCodes: SceneCodes;
};

/** Less than WeChat waits for the answer in which it is used. */
const MOST_PATIENCE_MS = 3_000;

/** Where there is no official account, nobody speaks for one, and nothing that was stored before can be looked into. */
const NO_OFFICIAL_ACCOUNT: Omit<OfficialAccountParts, 'sceneCodes'> = {
  readFollowerMessage: () => ({ kind: 'refused', reason: 'unknown_key' }),
  answerAccountCheck: () => null,
  writeFollowerReply: () => '',
  followerInfo: { find: () => Promise.reject(new Unavailable('wechat_api')) },
};

/**
 * What an official account makes possible. Scanning a code of it is enough; that of the mini-program, where there is none, has to be
 * opened and confirmed there.
 */
export function officialAccountParts(
  account: WechatAccount['officialAccount'],
  miniProgram: WechatApi,
  timeoutMs: number,
): OfficialAccountParts {
  if (!account) return { ...NO_OFFICIAL_ACCOUNT, sceneCodes: new MiniProgramCodes(miniProgram) };
  const { baseUrl, appid, appSecret, token, aesKey } = account;
  const api = new WechatApi({ baseUrl, appid, appSecret, timeoutMs: Math.min(timeoutMs, MOST_PATIENCE_MS) });
  const settings = { appid, token, aesKey };
  return {
    readFollowerMessage: followerMessageReader(settings),
    answerAccountCheck: addressCheck(token),
    writeFollowerReply: replyWriter(settings),
    followerInfo: new WechatFollowerInfo(api),
    sceneCodes: new OfficialAccountCodes(api),
  };
}
