import { confirms } from '../../base/ask';
import { definePage } from '../../base/define-page';
import { takeShownOnce } from '../../base/shown-once';
import { lastMoment, slashDate } from '../../shared/dates';
import { empty, READY } from '../../shared/view';

const WARNING = 'Key一旦关闭将无法再次查看';

/** Shows a key in plain text, this once. */
definePage({
  data: { ...{ token: '', name: '', expiryText: '' }, ...{ copied: false, saved: false } },
  onLoad() {
    const key = takeShownOnce();
    if (!key) return;
    this.setData({ token: key.token, name: key.name, expiryText: slashDate(lastMoment(key.expires_at)) });
    wx.enableAlertBeforeUnload({ message: `${WARNING}，确定离开？` });
  },
  async load() {
    return this.data.token ? READY : empty('Key 仅在生成时显示一次', '如未保存，请删除后重新生成');
  },
  async onCopy() {
    try {
      await wx.setClipboardData({ data: this.data.token });
      this.setData({ copied: true });
    } catch {
      void wx.showToast({ title: '复制失败，请长按 Key 选择复制', icon: 'none' });
    }
  },
  onSaved() {
    const saved = !this.data.saved;
    this.setData({ saved });
    if (saved) wx.disableAlertBeforeUnload();
    else wx.enableAlertBeforeUnload({ message: `${WARNING}，确定离开？` });
  },
  async onDone() {
    if (!this.data.saved && !(await confirms('尚未确认保存', WARNING, '仍要离开'))) return;
    wx.disableAlertBeforeUnload();
    void wx.switchTab({ url: '/pages/keys/keys' });
  },
  onKeys() {
    void wx.switchTab({ url: '/pages/keys/keys' });
  },
  onUnload() {
    this.setData({ token: '' });
  },
});
