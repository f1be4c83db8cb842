import { listApis } from '../../api/catalog';
import { definePage } from '../../base/define-page';
import { type ApiDocView, apiDocView } from '../../shared/api-view';
import { REFUSAL_CODES } from '../../shared/refusal-codes';
import { empty, READY } from '../../shared/view';

definePage({
  data: { apis: [] as ApiDocView[], codes: REFUSAL_CODES, open: '' },
  async load() {
    const { apis } = await listApis();
    this.setData({ apis: apis.map(apiDocView), open: this.data.open || (apis[0]?.code ?? '') });
    return apis.length > 0 ? READY : empty('暂无接口文档');
  },
  onToggle({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const code = currentTarget.dataset['code'] as string;
    this.setData({ open: code === this.data.open ? '' : code });
  },
  onCopy({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.setClipboardData({ data: currentTarget.dataset['curl'] as string });
  },
});
