import { beginClosing, CLOSING_WORD, cancelClosing, lookAtClosing } from '../../api/closing';
import { ApiProblem } from '../../api/problems';
import { definePage, tell } from '../../base/define-page';
import { closingView, NOTHING_KNOWN } from '../../shared/closing-view';
import { dateTime } from '../../shared/dates';

/** 1: what is in the way and what is lost, 2: the user's word, 3: when it happens, and the way back. */
type Step = 1 | 2 | 3;
type Typed = WechatMiniprogram.CustomEvent<{ value: string }>;

definePage({
  data: {
    ...{ step: 1 as Step, steps: ['了解影响', '确认注销', '等待生效'], closing: NOTHING_KNOWN },
    ...{ word: '', waives: false, mayConfirm: false, busy: false },
  },
  async load() {
    const closing = await lookAtClosing();
    const step: Step = closing.status === 'closing' ? 3 : this.data.step === 3 ? 1 : this.data.step;
    this.setData({ closing: closingView(closing), step });
  },
  onNext() {
    if (this.data.closing.obstacles.length === 0) this.setData({ step: 2 });
  },
  onPrevious() {
    this.setData({ step: 1, word: '', waives: false, mayConfirm: false });
  },
  onWord({ detail: { value } }: Typed) {
    this.setData({ word: value });
    this.decide();
  },
  onWaive() {
    this.setData({ waives: !this.data.waives });
    this.decide();
  },
  decide() {
    const { word, waives, closing } = this.data;
    this.setData({ mayConfirm: word.trim() === CLOSING_WORD && (waives || !closing.needsWaiver) });
  },
  async onConfirm() {
    if (!this.data.mayConfirm || this.data.busy) return;
    await this.act(async () => {
      const { deletes_at: deletesAt } = await beginClosing(this.data.waives);
      this.setData({ step: 3, 'closing.deletesText': dateTime(deletesAt), word: '', waives: false, mayConfirm: false });
    });
  },
  async onCancel() {
    const { confirm } = await wx.showModal({
      title: '撤销注销',
      content: '账号将恢复正常使用',
      confirmText: '撤销注销',
    });
    if (!confirm || this.data.busy) return;
    await this.act(async () => {
      const { notice } = await cancelClosing();
      this.setData({ step: 1 });
      const content = notice ?? '账号已恢复正常使用';
      await wx.showModal({ title: '已撤销注销', content, showCancel: false, confirmText: '知道了' });
    });
  },
  /** Points that came while it was under way: given up, too. */
  async onWaiveMore() {
    await this.act(() => beginClosing(true));
  },
  async act(deed: () => Promise<unknown>) {
    this.setData({ busy: true });
    try {
      await deed();
    } catch (error) {
      // What is in the way now stands on the first step.
      if (error instanceof ApiProblem && error.code === 'closing_has_obstacles') this.setData({ step: 1 });
      tell(error);
    } finally {
      this.setData({ busy: false });
    }
    await this.refresh();
  },
});
