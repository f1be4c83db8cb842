import { endSession, readMe } from '../../api/account';
import { listRefusedCalls } from '../../api/calls';
import { summariseInvoices } from '../../api/invoices';
import { listStatement } from '../../api/points';
import { avatarOf, readSubscriptions } from '../../api/profile';
import { definePage } from '../../base/define-page';
import { flipNotifications } from '../../base/notifications';
import { type NewestCall, newestCall } from '../../shared/newest-call';
import { type ConsumedView, consumedView, invoicesText } from '../../shared/profile-view';

const SHOWN_LINES = 3;

definePage({
  loadOnShow: true,
  data: {
    ...{ nickname: '', avatar: '', isClosing: false, notifications: true, templateIds: [] as string[] },
    ...{ consumed: [] as ConsumedView[], newest: null as NewestCall | null, invoices: '', moreOpen: false },
  },
  async load() {
    const [me, { lines }, { refused }, invoices, { templates }] = await Promise.all([
      ...([readMe(), listStatement({ kind: 'consume', limit: SHOWN_LINES }), listRefusedCalls({ limit: 1 })] as const),
      ...([summariseInvoices(), readSubscriptions()] as const),
    ]);
    this.setData({
      ...{ nickname: me.nickname, avatar: avatarOf(me), isClosing: me.status === 'closing' },
      ...{ notifications: me.notifications, templateIds: templates.map(({ template_id: id }) => id) },
      ...{ consumed: lines.map(consumedView), newest: newestCall(lines[0], refused[0]) ?? null },
      invoices: invoicesText(invoices.requestable_orders),
    });
  },
  onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: currentTarget.dataset['url'] as string });
  },
  onStatement() {
    void wx.navigateTo({ url: '/pages/statement/statement?kind=consume' });
  },
  onAvatarFailed() {
    this.setData({ avatar: '' });
  },
  onNotifications({ detail: { value } }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    void flipNotifications(this, value);
  },
  onToggleMore() {
    this.setData({ moreOpen: !this.data.moreOpen });
  },
  async onSignOut() {
    const { confirm } = await wx.showModal({
      ...{ title: '退出登录', content: '退出后需要重新登录才能查看积分和管理 API Key' },
      ...{ confirmText: '退出登录', confirmColor: '#e34d59' },
    });
    if (!confirm) return;
    // Without network the session ends on this phone alone.
    await endSession().catch(() => {});
    // Every page that shows something of this user goes.
    await wx.reLaunch({ url: '/pages/profile/profile' });
  },
});
