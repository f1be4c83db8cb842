import { listSessions, readMe, revokeOtherSessions, revokeSession } from '../../api/account';
import { readSubscriptions } from '../../api/profile';
import { clearCache } from '../../base/cache';
import { definePage, tell } from '../../base/define-page';
import { flipNotifications } from '../../base/notifications';
import { type SessionView, sessionView } from '../../shared/session-view';

definePage({
  loadOnShow: true,
  data: {
    ...{ notifications: true, templateIds: [] as string[], sessions: [] as SessionView[], hasOthers: false },
    closingText: '',
  },
  async load() {
    const [me, { sessions }, { templates }] = await Promise.all([readMe(), listSessions(), readSubscriptions()]);
    const now = new Date();
    this.setData({
      ...{ notifications: me.notifications, templateIds: templates.map(({ template_id: id }) => id) },
      ...{ sessions: sessions.map((session) => sessionView(session, now)), hasOthers: sessions.length > 1 },
      closingText: me.status === 'closing' ? '注销中' : '',
    });
  },
  onNotifications({ detail: { value } }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    void flipNotifications(this, value);
  },
  async onRevoke({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, name } = currentTarget.dataset as { id: string; name: string };
    const { confirm } = await wx.showModal({ title: '退出该设备', content: `${name} 将退出登录`, confirmText: '退出' });
    if (confirm) await this.end(() => revokeSession(id));
  },
  async onRevokeOthers() {
    const content = '除本机外的所有设备将退出登录';
    const { confirm } = await wx.showModal({ title: '退出其他设备', content, confirmText: '退出' });
    if (confirm) await this.end(revokeOtherSessions);
  },
  async end(revoke: () => Promise<unknown>) {
    try {
      await revoke();
      await wx.showToast({ title: '已退出', icon: 'success' });
    } catch (error) {
      tell(error);
    }
    // Also where it was refused: the list was old then.
    await this.refresh();
  },
  async onClearCache() {
    const content = '将清除本机缓存的数据，不影响积分、订单和登录状态';
    const { confirm } = await wx.showModal({ title: '清除缓存', content, confirmText: '清除' });
    if (!confirm) return;
    clearCache();
    await wx.showToast({ title: '缓存已清除', icon: 'success' });
  },
  onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: currentTarget.dataset['url'] as string });
  },
});
