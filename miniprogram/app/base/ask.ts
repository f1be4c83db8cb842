/** Asks before what cannot be taken back, or has to be thought about. `verb` stands on the button, in red. */
export async function confirms(title: string, content: string, verb: string): Promise<boolean> {
  const { confirm } = await wx.showModal({ title, content, confirmText: verb, confirmColor: '#e34d59' });
  return confirm;
}

/** Null: left without a choice. */
export async function choose(itemList: string[]): Promise<number | null> {
  try {
    return (await wx.showActionSheet({ itemList })).tapIndex;
  } catch {
    return null;
  }
}

/** Null: left without an answer. */
export async function askForText(title: string, current: string): Promise<string | null> {
  const { confirm, content } = await wx.showModal({ title, content: current, editable: true });
  return confirm ? content.trim() : null;
}

/** Nothing else can be tapped meanwhile. */
export async function underMask<T>(title: string, work: () => Promise<T>): Promise<T> {
  await wx.showLoading({ title, mask: true });
  try {
    return await work();
  } finally {
    await wx.hideLoading();
  }
}
