import { isSellingHere } from '../../base/channel';
import { definePage } from '../../base/define-page';
import { type Faq, faqs } from '../../shared/texts/faq';

definePage({
  data: { faqs: faqs(false) as Faq[], open: '' },
  async load() {
    this.setData({ faqs: [...faqs(await isSellingHere())] });
  },
  onToggle({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const question = currentTarget.dataset['question'] as string;
    this.setData({ open: question === this.data.open ? '' : question });
  },
  onContact() {
    void wx.navigateTo({ url: '/pages/contact/contact' });
  },
});
