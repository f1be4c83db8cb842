import { cancelInvoice, listInvoices, summariseInvoices } from '../../api/invoices';
import type { Invoice, InvoiceStatus } from '../../api/types';
import { isSellingHere } from '../../base/channel';
import { definePage, tell } from '../../base/define-page';
import { type Footer, footerOf, showMore } from '../../base/list-page';
import { INVOICE_TABS, type InvoiceView, invoiceView } from '../../shared/invoice-view';
import { type Pager, pager } from '../../shared/pager';
import { invoicesText } from '../../shared/profile-view';

definePage({
  loadOnShow: true,
  data: {
    ...{ tabs: INVOICE_TABS, status: '' as InvoiceStatus | '', summary: '', requestable: 0, sells: false },
    ...{ rows: [] as InvoiceView[], footer: 'end' as Footer, emptyText: '' },
  },
  pager: null as Pager<Invoice> | null,
  async load() {
    const { status } = this.data;
    const invoices = pager((cursor) => readPage(status, cursor));
    this.pager = invoices;
    const [sells, summary, items] = await Promise.all([isSellingHere(), summariseInvoices(), invoices.next()]);
    if (this.pager !== invoices) return;
    this.setData({
      ...{ sells, summary: invoicesText(summary.requestable_orders), requestable: summary.requestable_orders },
      ...{ rows: items.map((invoice) => invoiceView(invoice, sells)), footer: footerOf(invoices) },
      emptyText: status ? '没有这个状态的发票' : '暂无开票记录',
    });
  },
  async onReachBottom() {
    await showMore(this, (invoice: Invoice) => invoiceView(invoice, this.data.sells));
  },
  onTab({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ status: currentTarget.dataset['status'] as InvoiceStatus | '', rows: [], emptyText: '加载中' });
    void this.refresh();
  },
  async onCancel({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { confirm } = await wx.showModal({
      ...{ title: '取消申请', content: '取消后可以重新申请开票', confirmText: '取消申请', cancelText: '再想想' },
    });
    if (!confirm) return;
    try {
      await cancelInvoice(currentTarget.dataset['id'] as string);
      await wx.showToast({ title: '已取消', icon: 'success' });
    } catch (error) {
      tell(error);
    }
    await this.refresh();
  },
  onCopy({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.setClipboardData({ data: currentTarget.dataset['text'] as string });
  },
  onRequest() {
    void wx.navigateTo({ url: '/pages/invoice-request/invoice-request' });
  },
  onTitles() {
    void wx.navigateTo({ url: '/pages/invoice-titles/invoice-titles' });
  },
});

async function readPage(status: InvoiceStatus | '', cursor: string | null) {
  const { invoices, next_cursor: next } = await listInvoices({ status: status || undefined, cursor });
  return { items: invoices, next };
}
