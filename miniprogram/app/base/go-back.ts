/** To where the user came from. A page that was opened by itself has nothing behind it. */
export async function goBack(otherwise: string): Promise<void> {
  if (getCurrentPages().length > 1) await wx.navigateBack();
  else await wx.reLaunch({ url: otherwise });
}
