import { deleteTitles, listTitles } from '../../api/invoices';
import { definePage, tell } from '../../base/define-page';
import { type TitleView, titleView } from '../../shared/invoice-view';
import { empty, READY } from '../../shared/view';

const EDIT = '/pages/invoice-title-edit/invoice-title-edit';

definePage({
  loadOnShow: true,
  data: { titles: [] as TitleView[] },
  async load() {
    const { invoice_titles: titles } = await listTitles();
    this.setData({ titles: titles.map(titleView) });
    return titles.length > 0 ? READY : empty('还没有发票抬头', '新增后，申请开票时可以直接选择');
  },
  onAdd() {
    void wx.navigateTo({ url: EDIT });
  },
  onEdit({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `${EDIT}?id=${currentTarget.dataset['id'] as string}` });
  },
  async onDelete({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, text } = currentTarget.dataset as { id: string; text: string };
    const { confirm } = await wx.showModal({
      ...{ title: '删除抬头', content: `${text}，已申请的发票不受影响`, confirmText: '删除', confirmColor: '#e34d59' },
    });
    if (!confirm) return;
    try {
      await deleteTitles([id]);
    } catch (error) {
      tell(error);
    }
    await this.refresh();
  },
});
