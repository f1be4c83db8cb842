/** What is no cache: who is signed in or has left, and a payment under way. */
const KEPT: readonly string[] = ['session-token', 'signed-out', 'pending-order'];

/** 清除缓存. Nothing is lost that the server does not have. */
export function clearCache(): void {
  const { keys } = wx.getStorageInfoSync();
  for (const key of keys) if (!KEPT.includes(key)) wx.removeStorageSync(key);
}
