import { changeKey, deleteKeys, listKeys, rotateKey, switchKeys } from '../../api/api-keys';
import { listRefusedCalls, summariseCalls } from '../../api/calls';
import { listApis } from '../../api/catalog';
import { ApiProblem } from '../../api/problems';
import type { ApiKey, CallSummary } from '../../api/types';
import { askForText, choose, confirms, underMask } from '../../base/ask';
import { definePage, tell } from '../../base/define-page';
import { showOnce } from '../../base/shown-once';
import { type RefusedView, refusedView } from '../../shared/call-view';
import { GRACES } from '../../shared/graces';
import { type KeyDetailView, keyDetailView } from '../../shared/key-detail-view';
import {
  type FormProblems,
  formOf,
  type KeyForm,
  NEW_KEY,
  nameProblem,
  problemsOf,
  termsOf,
} from '../../shared/key-form';
import { empty, READY } from '../../shared/view';

const SPANS = [
  { value: '7', text: '近7天' },
  { value: '30', text: '近30天' },
];
const REFUSED_SHOWN = 3;

definePage({
  loadOnShow: true,
  data: {
    ...{ id: '', key: null as KeyDetailView | null, working: false, spans: SPANS, days: '7' },
    ...{ summary: null as CallSummary | null, refused: [] as RefusedView[] },
    ...{ editing: false, form: NEW_KEY, problems: {} as FormProblems, complained: false },
  },
  known: null as ApiKey | null,
  onLoad({ id = '' }) {
    this.setData({ id });
  },
  async load() {
    const { id, days } = this.data;
    const [{ api_keys: keys }, { apis }, summary, { refused }] = await Promise.all([
      ...([listKeys(), listApis(), summariseCalls(Number(days), id)] as const),
      listRefusedCalls({ key: id, limit: REFUSED_SHOWN }),
    ]);
    const key = keys.find((each) => each.id === id) ?? null;
    if (!key) return empty('API Key 不存在', '可能已被删除，请返回列表查看');
    const now = new Date();
    this.known = key;
    this.setData({ key: keyDetailView(key, apis, now), refused: refused.map((each) => refusedView(each, now)) });
    if (days === this.data.days) this.setData({ summary });
    return READY;
  },
  onSpan({ detail: { value } }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ days: value });
    void this.refresh();
  },
  async onRename() {
    const current = this.data.key?.name ?? '';
    const name = await askForText('修改名称', current);
    if (name === null || name === current) return;
    const problem = nameProblem(name);
    if (problem) return void wx.showToast({ title: problem, icon: 'none' });
    await this.change(() => changeKey(this.data.id, { name }), '已修改');
  },
  onEdit() {
    if (this.known) this.setData({ editing: true, form: formOf(this.known), problems: {}, complained: false });
  },
  onEditingChange({ detail: { visible } }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    this.setData({ editing: visible });
  },
  onCloseEditing() {
    this.setData({ editing: false });
  },
  onTerms({ detail: { patch } }: WechatMiniprogram.CustomEvent<{ patch: Partial<KeyForm> }>) {
    const form = { ...this.data.form, ...patch };
    this.setData({ form, problems: this.data.complained ? problemsOf(form) : {} });
  },
  async onSave() {
    const problems = problemsOf(this.data.form);
    this.setData({ problems, complained: true });
    if (Object.keys(problems).length > 0) return;
    const { name: _, ...terms } = termsOf(this.data.form);
    if (await this.change(() => changeKey(this.data.id, terms), '已保存')) this.setData({ editing: false });
  },
  async onSwitch() {
    const enabled = this.data.key?.switchTo === 'on';
    if (!enabled && !(await confirms('禁用Key', '禁用后，使用该Key的调用会立即被拒绝', '禁用'))) return;
    await this.change(() => switchKeys([this.data.id], enabled), enabled ? '已启用' : '已禁用');
  },
  async onDelete() {
    if (!(await confirms('删除Key', '删除后立即失效，且无法恢复', '删除'))) return;
    if (await this.change(() => deleteKeys([this.data.id]), '已删除')) void wx.switchTab({ url: '/pages/keys/keys' });
  },
  async onRotate() {
    const chosen = await choose(GRACES.map(({ text }) => text));
    const grace = chosen === null ? undefined : GRACES[chosen];
    if (!grace || this.data.working) return;
    const consequence = `将生成一个权限相同的新Key，有效期12个月；${grace.consequence}`;
    if (!(await confirms('轮换Key', consequence, '轮换'))) return;
    this.setData({ working: true });
    try {
      showOnce(await underMask('生成中', () => rotateKey(this.data.id, { grace_seconds: grace.seconds })));
      void wx.redirectTo({ url: '/pages/key-created/key-created' });
    } catch (error) {
      await this.failed(error);
    } finally {
      this.setData({ working: false });
    }
  },
  /** Whether it came about. */
  async change(work: () => Promise<unknown>, done: string): Promise<boolean> {
    if (this.data.working) return false;
    this.setData({ working: true });
    try {
      await underMask('处理中', work);
      await this.refresh();
      void wx.showToast({ title: done, icon: 'none' });
      return true;
    } catch (error) {
      await this.failed(error);
      return false;
    } finally {
      this.setData({ working: false });
    }
  },
  async failed(error: unknown) {
    tell(error);
    // Something is not as it is shown.
    if (error instanceof ApiProblem) await this.refresh();
  },
  onStatement() {
    void wx.navigateTo({ url: `/pages/statement/statement?key=${this.data.id}` });
  },
  onRefused() {
    void wx.navigateTo({ url: `/pages/calls/calls?tab=refused&key=${this.data.id}` });
  },
});
