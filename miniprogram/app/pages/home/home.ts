import { readBalance, readMe } from '../../api/account';
import { listKeys } from '../../api/api-keys';
import { listApis, listPackages } from '../../api/catalog';
import { noteChannel, sells } from '../../base/channel';
import { definePage, tell } from '../../base/define-page';
import { recommendation, recommended } from '../../shared/packages';
import { points } from '../../shared/points';
import { type ServiceStatus, serviceStatus } from '../../shared/service-status';

definePage({
  loadOnShow: true,
  data: {
    nickname: '',
    balance: '0',
    refreshing: false,
    sells: false,
    recommendation: '',
    keysInUse: 0,
    status: { isNormal: true, summary: '', notices: [] } as ServiceStatus,
  },
  async load() {
    const [me, balance, { checkout, packages }, { api_keys: keys }, { apis }] = await Promise.all([
      ...([readMe(), readBalance(), listPackages()] as const),
      ...([listKeys({ status: 'active' }), listApis()] as const),
    ]);
    const [first] = recommended(packages);
    this.setData({
      ...{ nickname: me.nickname, balance: points(balance.available), sells: sells(noteChannel(checkout)) },
      ...{ recommendation: first ? recommendation(first) : '', keysInUse: keys.length, status: serviceStatus(apis) },
    });
  },
  /** The balance alone: what the user has come for. */
  async onRefreshBalance() {
    if (this.data.refreshing) return;
    this.setData({ refreshing: true });
    try {
      const { available } = await readBalance();
      this.setData({ balance: points(available) });
      await wx.showToast({ title: '已刷新', icon: 'success' });
    } catch (error) {
      tell(error);
    } finally {
      this.setData({ refreshing: false });
    }
  },
  onBuy() {
    void wx.switchTab({ url: '/pages/buy/buy' });
  },
  onKeys() {
    void wx.switchTab({ url: '/pages/keys/keys' });
  },
  onDocs() {
    void wx.navigateTo({ url: '/pages/docs/docs' });
  },
  onStatus() {
    void wx.navigateTo({ url: '/pages/api-status/api-status' });
  },
  onNewKey() {
    void wx.navigateTo({ url: '/pages/key-new/key-new' });
  },
});
