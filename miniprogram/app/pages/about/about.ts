import { definePage } from '../../base/define-page';
import { OPERATOR, OPERATOR_ADDRESS, OPERATOR_EMAIL } from '../../shared/texts/operator';

definePage({
  data: { version: '', operator: OPERATOR, address: OPERATOR_ADDRESS, email: OPERATOR_EMAIL },
  onLoad() {
    // Only what has been released has a number.
    this.setData({ version: wx.getAccountInfoSync().miniProgram.version || '开发版' });
  },
  onCopyEmail() {
    void wx.setClipboardData({ data: this.data.email });
  },
  onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: currentTarget.dataset['url'] as string });
  },
});
