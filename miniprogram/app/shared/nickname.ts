export const NICKNAME_LONGEST = 20;

/** What is wrong with it, as far as the phone can tell; the server has the last word. */
export function nicknameFault(nickname: string): string {
  if (nickname.trim() === '') return '请输入昵称';
  return [...nickname].length > NICKNAME_LONGEST ? `昵称不能超过${NICKNAME_LONGEST}个字` : '';
}
