import { listInvoiceableOrders, listTitles, requestInvoice } from '../../api/invoices';
import { ApiProblem, textOf } from '../../api/problems';
import { isSellingHere } from '../../base/channel';
import { definePage, tell } from '../../base/define-page';
import { goBack } from '../../base/go-back';
import { type OrderChoice, orderChoice, type TitleView, titleView } from '../../shared/invoice-view';
import { empty, READY } from '../../shared/view';

definePage({
  // A title may have been added meanwhile.
  loadOnShow: true,
  data: {
    ...{ orders: [] as OrderChoice[], footer: 'end' as 'more' | 'loading' | 'failed' | 'end', sells: false },
    ...{ titles: [] as TitleView[], titleId: '', chosen: 0, busy: false, fault: '' },
  },
  cursor: null as string | null,
  /** In the address: the order of which the user has come. */
  wanted: '',
  onLoad({ order = '' }) {
    this.wanted = order;
  },
  async load() {
    const [sells, page, { invoice_titles: titles }] = await Promise.all([
      ...([isSellingHere(), listInvoiceableOrders(), listTitles()] as const),
    ]);
    const chosen = new Set(this.data.orders.filter((order) => order.chosen).map(({ id }) => id)).add(this.wanted);
    this.cursor = page.next_cursor;
    const kept = titles.find(({ id }) => id === this.data.titleId) ?? titles.find(({ is_default: first }) => first);
    this.setData({
      ...{ sells, orders: page.orders.map((order) => orderChoice(order, sells, chosen.has(order.order_id))) },
      ...{ footer: page.next_cursor ? 'more' : 'end', titles: titles.map(titleView), titleId: kept?.id ?? '' },
    });
    this.count();
    return page.orders.length > 0 ? READY : empty('暂无可开票的订单', '已支付的订单可以在这里申请电子发票');
  },
  async onReachBottom() {
    const { cursor } = this;
    if (!cursor || this.data.footer === 'loading') return;
    this.setData({ footer: 'loading' });
    try {
      const { orders, next_cursor: next } = await listInvoiceableOrders({ cursor });
      if (cursor !== this.cursor) return;
      this.cursor = next;
      const more = orders.map((order) => orderChoice(order, this.data.sells, order.order_id === this.wanted));
      this.setData({ orders: [...this.data.orders, ...more], footer: next ? 'more' : 'end' });
      this.count();
    } catch (error) {
      this.setData({ footer: 'failed' });
      tell(error);
    }
  },
  count() {
    this.setData({ chosen: this.data.orders.filter(({ chosen }) => chosen).length });
  },
  onOrder({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const index = currentTarget.dataset['index'] as number;
    this.setData({ [`orders[${index}].chosen`]: !this.data.orders[index]?.chosen, fault: '' });
    this.count();
  },
  onTitle({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ titleId: currentTarget.dataset['id'] as string, fault: '' });
  },
  onAddTitle() {
    void wx.navigateTo({ url: '/pages/invoice-title-edit/invoice-title-edit' });
  },
  /** One invoice per order. What was asked for before one is refused stays asked for. */
  async onSubmit() {
    const { titleId, busy } = this.data;
    const chosen = this.data.orders.filter((order) => order.chosen);
    if (busy || !titleId || chosen.length === 0) return;
    this.setData({ busy: true, fault: '' });
    try {
      for (const { id } of chosen) await requestInvoice(id, titleId);
      await wx.showToast({ title: '已提交申请', icon: 'success' });
      await goBack('/pages/invoices/invoices');
    } catch (error) {
      this.setData({ fault: error instanceof ApiProblem ? `${error.title}，${error.detail}` : textOf(error) });
      await this.refresh();
    } finally {
      this.setData({ busy: false });
    }
  },
});
