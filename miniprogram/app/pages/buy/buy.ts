import { readBalance } from '../../api/account';
import { listPackages, listPromotions } from '../../api/catalog';
import type { Package } from '../../api/types';
import { noteChannel, sells } from '../../base/channel';
import { definePage } from '../../base/define-page';
import { lastMoment, slashDate } from '../../shared/dates';
import { type PackageView, packageView, recommended } from '../../shared/packages';
import { points } from '../../shared/points';
import { type TierName, tiersOf } from '../../shared/tiers';

/** Against a second tap that was not meant. */
const DISABLED_MS = 1_000;

type TierView = { name: TierName; label: string; expanded: boolean; cards: PackageView[] };
type Chosen = WechatMiniprogram.CustomEvent<{ id: string }>;

definePage({
  loadOnShow: true,
  data: {
    ...{ balance: '0', validUntil: '', sells: false, closedText: '', banner: '' },
    ...{ featured: [] as PackageView[], tiers: [] as TierView[] },
    ...{ selectedId: '', selectedFen: 0, disabled: false },
  },
  enableTimer: 0,
  async load() {
    const [balance, { checkout, packages }, { promotions }] = await Promise.all([
      ...([readBalance(), listPackages(), listPromotions()] as const),
    ]);
    const { next_expiry: next } = balance;
    this.setData({
      ...{ balance: points(balance.available), validUntil: next ? slashDate(lastMoment(next.expires_at)) : '' },
      ...{ sells: sells(noteChannel(checkout)), closedText: checkout.message ?? '' },
      banner: promotions.map(({ name, text }) => `${name}：${text}`).join('；'),
    });
    this.showPackages(packages);
  },
  showPackages(packages: readonly Package[]) {
    const viewOf = (offered: Package) => packageView(offered, packages);
    const wasOpen = new Map(this.data.tiers.map(({ name, expanded }) => [name, expanded]));
    const tiers = tiersOf(packages).map(({ packages: cards, ...tier }) => ({
      ...{ ...tier, expanded: wasOpen.get(tier.name) ?? tier.expanded, cards: cards.map(viewOf) },
    }));
    const featured = recommended(packages).map(viewOf);
    const kept = packages.some(({ id }) => id === this.data.selectedId);
    this.setData({ featured, tiers });
    this.select(kept ? this.data.selectedId : (featured[0]?.id ?? packages[0]?.id ?? ''));
  },
  select(id: string) {
    const all = [...this.data.featured, ...this.data.tiers.flatMap(({ cards }) => cards)];
    this.setData({ selectedId: id, selectedFen: all.find((card) => card.id === id)?.priceFen ?? 0 });
  },
  onSelect({ detail: { id } }: Chosen) {
    this.select(id);
    this.setData({ disabled: true });
    clearTimeout(this.enableTimer);
    this.enableTimer = setTimeout(() => this.setData({ disabled: false }), DISABLED_MS);
  },
  onBuyCard({ detail: { id } }: Chosen) {
    this.select(id);
    this.confirm();
  },
  onBuySelected() {
    if (!this.data.disabled) this.confirm();
  },
  /** The button stays disabled meanwhile: two taps open one page. */
  confirm() {
    if (!this.data.selectedId || this.data.disabled) return;
    this.setData({ disabled: true });
    void wx.navigateTo({ url: `/pages/confirm/confirm?package=${this.data.selectedId}` });
    this.enableTimer = setTimeout(() => this.setData({ disabled: false }), DISABLED_MS);
  },
  onUnload() {
    clearTimeout(this.enableTimer);
  },
  onToggleTier({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const index = currentTarget.dataset['index'] as number;
    this.setData({ [`tiers[${index}].expanded`]: !this.data.tiers[index]?.expanded });
  },
  onOrders() {
    void wx.navigateTo({ url: '/pages/orders/orders' });
  },
});
