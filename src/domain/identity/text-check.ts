export type NicknameVerdict =
  | 'pass'
  /** Not allowed, or doubtful. */
  | 'refused'
  /** WeChat judges only for people who are in the mini-program, or were within two hours. */
  | 'user_not_seen';

/** Port. WeChat's judgement of what people write (msgSecCheck). Faults are thrown as `Unavailable`. */
export interface TextCheck {
  /** The mini-program whose openids it takes. */
  readonly appid: string;
  checkNickname(openid: string, nickname: string): Promise<NicknameVerdict>;
}
