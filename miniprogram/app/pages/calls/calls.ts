import { listRefusedCalls, summariseCalls } from '../../api/calls';
import { listStatement } from '../../api/points';
import type { EntryKind, RefusedCalls, StatementLine } from '../../api/types';
import { definePage } from '../../base/define-page';
import { type Footer, footerOf, showMore } from '../../base/list-page';
import { type RefusedView, refusedView, type SummaryView, summaryView } from '../../shared/call-view';
import { mergedPager, type Pager, pager } from '../../shared/pager';
import { type LineView, lineView } from '../../shared/statement-view';
import { empty, LOADING, READY } from '../../shared/view';

const DAYS = 7;
const TABS = [
  { value: 'served', text: '成功' },
  { value: 'refused', text: '失败' },
];
type Tab = 'served' | 'refused';
type Call = { readonly served: StatementLine } | { readonly refused: RefusedCalls };
type Row = { readonly id: string; readonly served: LineView | null; readonly refused: RefusedView | null };

definePage({
  data: {
    ...{ tabs: TABS, tab: 'served' as Tab, keyId: '', summary: null as SummaryView | null },
    ...{ rows: [] as Row[], footer: 'end' as Footer },
  },
  pager: null as Pager<Call> | null,
  onLoad({ tab, key = '' }) {
    this.setData({ tab: tab === 'refused' ? 'refused' : 'served', keyId: key });
  },
  async load() {
    const { tab, keyId } = this.data;
    const calls = tab === 'served' ? servedCalls(keyId) : refusedCalls(keyId);
    this.pager = calls;
    const [items, summary] = await Promise.all([calls.next(), summariseCalls(DAYS, keyId || undefined)]);
    if (this.pager !== calls) return undefined;
    this.setData({ summary: summaryView(summary), rows: items.map(rowOf), footer: footerOf(calls) });
    if (items.length > 0) return READY;
    return tab === 'served' ? empty('暂无调用记录') : empty('近30天没有失败的调用');
  },
  async onReachBottom() {
    await showMore(this, rowOf);
  },
  onTab({ detail: { value } }: WechatMiniprogram.CustomEvent<{ value: Tab }>) {
    this.setData({ tab: value, view: LOADING });
    void this.refresh();
  },
  onAllKeys() {
    this.setData({ keyId: '', view: LOADING });
    void this.refresh();
  },
});

function rowOf(call: Call): Row {
  if ('served' in call) return { id: String(call.served.seq), served: lineView(call.served), refused: null };
  const refused = refusedView(call.refused, new Date());
  return { id: refused.id, served: null, refused };
}

/** Calls that were paid for, and those given back, as one list. */
function servedCalls(keyId: string): Pager<Call> {
  const of = (kind: EntryKind): Pager<StatementLine> =>
    pager(async (cursor) => {
      const { lines, next_cursor: next } = await listStatement({ kind, key: keyId || undefined, cursor });
      return { items: lines, next };
    });
  const merged = mergedPager([of('consume'), of('reverse')], (a, b) => a.seq > b.seq);
  return { hasMore: merged.hasMore, next: async () => (await merged.next()).map((served) => ({ served })) };
}

const refusedCalls = (keyId: string): Pager<Call> =>
  pager(async (cursor) => {
    const { refused, next_cursor: next } = await listRefusedCalls({ key: keyId || undefined, cursor });
    return { items: refused.map((each) => ({ refused: each })), next };
  });
