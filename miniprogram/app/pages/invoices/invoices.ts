import { cancelInvoice, listInvoices, summariseInvoices } from '../../api/invoices';
import type { InvoiceStatus } from '../../api/types';
import { isSellingHere } from '../../base/channel';
import { definePage, tell } from '../../base/define-page';
import { INVOICE_TABS, type InvoiceView, invoiceView } from '../../shared/invoice-view';
import { invoicesText } from '../../shared/profile-view';

type Footer = 'more' | 'loading' | 'failed' | 'end';

definePage({
  loadOnShow: true,
  data: {
    ...{ tabs: INVOICE_TABS, status: '' as InvoiceStatus | '', summary: '', requestable: 0, sells: false },
    ...{ invoices: [] as InvoiceView[], footer: 'end' as Footer, emptyText: '' },
  },
  cursor: null as string | null,
  async load() {
    const status = this.data.status || undefined;
    const [sells, summary, page] = await Promise.all([
      ...([isSellingHere(), summariseInvoices(), listInvoices({ status })] as const),
    ]);
    this.cursor = page.next_cursor;
    this.setData({
      ...{ sells, summary: invoicesText(summary.requestable_orders), requestable: summary.requestable_orders },
      ...{ invoices: page.invoices.map((invoice) => invoiceView(invoice, sells)), footer: footerOf(page.next_cursor) },
      emptyText: status ? '没有这个状态的发票' : '暂无开票记录',
    });
  },
  async onReachBottom() {
    const { cursor } = this;
    const { footer, status, sells } = this.data;
    if (!cursor || footer === 'loading') return;
    this.setData({ footer: 'loading' });
    try {
      const page = await listInvoices({ status: status || undefined, cursor });
      // The list has begun anew meanwhile, or another tab was chosen.
      if (cursor !== this.cursor || status !== this.data.status) return;
      this.cursor = page.next_cursor;
      const invoices = page.invoices.map((invoice) => invoiceView(invoice, sells));
      this.setData({ invoices: [...this.data.invoices, ...invoices], footer: footerOf(page.next_cursor) });
    } catch (error) {
      this.setData({ footer: 'failed' });
      tell(error);
    }
  },
  onTab({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ status: currentTarget.dataset['status'] as InvoiceStatus | '', invoices: [], emptyText: '加载中' });
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

const footerOf = (cursor: string | null): Footer => (cursor ? 'more' : 'end');
