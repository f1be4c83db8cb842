import type { Greeting } from '../../../application/identity/greet-follower.ts';

/** What a follower reads in the chat of the official account. */
export const followerText = ({ isWelcome, scan, nickname, available }: Greeting): string =>
  [
    ...(isWelcome ? [`欢迎关注，${nickname}！您的可用积分：${available}`] : []),
    ...(scan === 'login_confirmed' ? ['登录成功，请回到网页继续。'] : []),
    ...(scan === 'login_expired' ? ['二维码已过期，请刷新网页后重新扫码。'] : []),
  ].join('\n');
