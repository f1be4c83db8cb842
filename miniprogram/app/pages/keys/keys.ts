import { changeKey, deleteKeys, listKeys, switchKeys } from '../../api/api-keys';
import { ApiProblem } from '../../api/problems';
import type { KeyStatus } from '../../api/types';
import { askForText, confirms, underMask } from '../../base/ask';
import { definePage, tell } from '../../base/define-page';
import { nameProblem } from '../../shared/key-form';
import { KEY_STATUSES, keyStatusLabel } from '../../shared/key-status';
import { type KeyView, keyView } from '../../shared/key-view';
import { empty, READY } from '../../shared/view';

const FILTERS = [
  { value: '', text: '全部' },
  ...KEY_STATUSES.map((status) => ({ value: status as string, text: keyStatusLabel(status).text })),
];
const TYPING_MS = 300;
/** The server takes no more at once. */
const MOST_AT_ONCE = 100;

type Row = KeyView & { readonly selected: boolean };
type Chosen = WechatMiniprogram.CustomEvent<{ id: string }>;

definePage({
  loadOnShow: true,
  data: {
    ...{ filters: FILTERS, status: '', name: '', rows: [] as Row[], creating: false },
    ...{ selecting: false, selectedCount: 0, working: false },
  },
  ...{ typing: 0, asked: {} },
  async load() {
    const { status, name } = this.data;
    const query = { status: (status || undefined) as KeyStatus | undefined, name: name.trim() };
    this.asked = query;
    const { api_keys: keys } = await listKeys(query);
    // Another filter has been chosen meanwhile: its answer counts.
    if (this.asked !== query) return undefined;
    const selected = this.selectedIds();
    const now = new Date();
    this.show(keys.map((key) => ({ ...keyView(key, now), selected: selected.includes(key.id) })));
    if (keys.length > 0) return READY;
    return status || query.name
      ? empty('没有符合条件的 Key')
      : empty('还没有 API Key', '点击「生成新Key」，即可开始调用接口');
  },
  show(rows: Row[]) {
    this.setData({ rows, selectedCount: rows.filter(({ selected }) => selected).length });
  },
  selectedIds(): string[] {
    return this.data.rows.filter(({ selected }) => selected).map(({ id }) => id);
  },
  onNew() {
    this.setData({ creating: true });
  },
  onCreatingChange({ detail: { visible } }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    this.setData({ creating: visible });
  },
  onCloseCreating() {
    this.setData({ creating: false });
  },
  onCreated() {
    this.setData({ creating: false });
    void wx.navigateTo({ url: '/pages/key-created/key-created' });
  },
  onFilter({ detail: { value } }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ status: value });
    void this.refresh();
  },
  onSearch({ detail: { value } }: WechatMiniprogram.Input) {
    this.setData({ name: value });
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.refresh(), TYPING_MS);
  },
  onClearSearch() {
    this.setData({ name: '' });
    void this.refresh();
  },
  onUnload() {
    clearTimeout(this.typing);
  },
  onOpen({ detail: { id } }: Chosen) {
    void wx.navigateTo({ url: `/pages/key-detail/key-detail?id=${id}` });
  },
  async onRename({ detail: { id } }: Chosen) {
    const current = this.data.rows.find((row) => row.id === id)?.name ?? '';
    const name = await askForText('修改名称', current);
    if (name === null || name === current) return;
    const problem = nameProblem(name);
    if (problem) return void wx.showToast({ title: problem, icon: 'none' });
    await this.change(() => changeKey(id, { name }), '已修改');
  },
  onSelecting() {
    this.setData({ selecting: !this.data.selecting });
    this.show(this.data.rows.map((row) => ({ ...row, selected: false })));
  },
  onToggle({ detail: { id } }: Chosen) {
    this.show(this.data.rows.map((row) => (row.id === id ? { ...row, selected: !row.selected } : row)));
  },
  onSelectAll() {
    const isAll = this.data.rows.every(({ selected }) => selected);
    this.show(this.data.rows.map((row, index) => ({ ...row, selected: !isAll && index < MOST_AT_ONCE })));
  },
  async onDisableMany() {
    const ids = this.selectedIds();
    if (!(await confirms('批量禁用', `确定禁用选中的${ids.length}个Key？使用这些Key的调用会立即被拒绝`, '禁用')))
      return;
    await this.change(() => switchKeys(ids, false), `已禁用${ids.length}个Key`);
  },
  async onDeleteMany() {
    const ids = this.selectedIds();
    if (!(await confirms('批量删除', `确定删除选中的${ids.length}个Key？删除后立即失效，且无法恢复`, '删除'))) return;
    await this.change(() => deleteKeys(ids), `已删除${ids.length}个Key`);
  },
  async change(work: () => Promise<unknown>, done: string) {
    if (this.data.working) return;
    this.setData({ working: true });
    try {
      await underMask('处理中', work);
      this.setData({ selecting: false });
      this.show(this.data.rows.map((row) => ({ ...row, selected: false })));
      await this.refresh();
      void wx.showToast({ title: done, icon: 'none' });
    } catch (error) {
      tell(error);
      // Something is not as it is shown.
      if (error instanceof ApiProblem) await this.refresh();
    } finally {
      this.setData({ working: false });
    }
  },
});
