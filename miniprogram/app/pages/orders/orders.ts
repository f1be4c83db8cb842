import { listOrders } from '../../api/orders';
import type { Order, OrderStatus } from '../../api/types';
import { isSellingHere } from '../../base/channel';
import { definePage } from '../../base/define-page';
import { type Footer, footerOf, showMore } from '../../base/list-page';
import { isNewer, type OrderTab, type OrderView, orderView, STATUSES_OF_TAB } from '../../shared/order-view';
import { mergedPager, type Pager, pager } from '../../shared/pager';
import { empty, LOADING, READY } from '../../shared/view';

const TABS: readonly { readonly value: OrderTab; readonly text: string }[] = [
  ...([{ value: 'all', text: '全部' }] as const),
  ...([{ value: 'pending', text: '待支付' }] as const),
  ...([{ value: 'paid', text: '已支付' }] as const),
  ...([{ value: 'refunded', text: '已退款' }] as const),
  ...([{ value: 'closed', text: '已关闭' }] as const),
];

definePage({
  loadOnShow: true,
  data: { tabs: TABS, tab: 'all' as OrderTab, rows: [] as OrderView[], footer: 'end' as Footer, sells: false },
  pager: null as Pager<Order> | null,
  async load() {
    const orders = ordersOf(this.data.tab);
    this.pager = orders;
    const [sells, items] = await Promise.all([isSellingHere(), orders.next()]);
    if (this.pager !== orders) return undefined;
    this.setData({ sells, rows: items.map((order) => orderView(order, sells)), footer: footerOf(orders) });
    return items.length > 0 ? READY : empty('暂无购买记录');
  },
  async onReachBottom() {
    await showMore(this, (order: Order) => orderView(order, this.data.sells));
  },
  onTab({ detail: { value } }: WechatMiniprogram.CustomEvent<{ value: OrderTab }>) {
    this.setData({ tab: value, view: LOADING });
    void this.refresh();
  },
  onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/order-detail/order-detail?id=${currentTarget.dataset['id']}` });
  },
});

function ordersOf(tab: OrderTab): Pager<Order> {
  const sources = STATUSES_OF_TAB[tab].map((status) => pager((cursor) => readPage(status, cursor)));
  return mergedPager(sources, isNewer);
}

async function readPage(status: OrderStatus | undefined, cursor: string | null) {
  const { orders, next_cursor: next } = await listOrders({ status, cursor });
  return { items: orders, next };
}
