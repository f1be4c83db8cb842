import { listKeys } from '../../api/api-keys';
import { listApis } from '../../api/catalog';
import { listStatement } from '../../api/points';
import type { StatementLine } from '../../api/types';
import { definePage } from '../../base/define-page';
import { type Footer, footerOf, showMore } from '../../base/list-page';
import { type Pager, pager } from '../../shared/pager';
import {
  type Chosen,
  type Filter,
  type FilterName,
  filtersOf,
  NOTHING_CHOSEN,
  statementQuery,
} from '../../shared/statement-filters';
import { type LineView, lineView } from '../../shared/statement-view';
import { empty, LOADING, READY } from '../../shared/view';

type Picked = WechatMiniprogram.CustomEvent<{ value: string | number }, object, { name: FilterName }>;

definePage({
  data: {
    ...{ chosen: NOTHING_CHOSEN, filters: [] as readonly Filter[], isFiltered: false },
    ...{ rows: [] as LineView[], footer: 'end' as Footer },
  },
  pager: null as Pager<StatementLine> | null,
  onLoad({ key = '' }) {
    this.setData({ chosen: { ...NOTHING_CHOSEN, key }, isFiltered: key !== '' });
  },
  async load() {
    const { chosen } = this.data;
    const lines = linesOf(chosen);
    this.pager = lines;
    const [items, { apis }, { api_keys: keys }] = await Promise.all([lines.next(), listApis(), listKeys()]);
    if (this.pager !== lines) return undefined;
    const filters = filtersOf(chosen, { apis, keys, now: new Date() });
    this.setData({ filters, rows: items.map(lineView), footer: footerOf(lines) });
    return items.length > 0 ? READY : empty(this.data.isFiltered ? '没有符合条件的记录' : '暂无积分记录');
  },
  async onReachBottom() {
    await showMore(this, lineView);
  },
  onPick({ currentTarget, detail: { value } }: Picked) {
    const { name } = currentTarget.dataset;
    const options = this.data.filters.find((filter) => filter.name === name)?.options ?? [];
    this.choose({ ...this.data.chosen, [name]: options[Number(value)]?.value ?? '' });
  },
  onClear() {
    this.choose(NOTHING_CHOSEN);
  },
  choose(chosen: Chosen) {
    this.setData({ chosen, isFiltered: Object.values(chosen).some((value) => value !== ''), view: LOADING });
    void this.refresh();
  },
  onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const id = currentTarget.dataset['order'] as string;
    if (id) void wx.navigateTo({ url: `/pages/order-detail/order-detail?id=${id}` });
  },
});

function linesOf(chosen: Chosen): Pager<StatementLine> {
  return pager(async (cursor) => {
    const { lines, next_cursor: next } = await listStatement({ ...statementQuery(chosen), cursor });
    return { items: lines, next };
  });
}
