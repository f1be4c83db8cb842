import { addTitle, changeTitle, listTitles } from '../../api/invoices';
import { ApiProblem } from '../../api/problems';
import { definePage, tell } from '../../base/define-page';
import { goBack } from '../../base/go-back';
import {
  EMPTY_TITLE,
  faultsFrom,
  type TitleFaults,
  type TitleForm,
  titleFaults,
  titleFields,
  titleForm,
  titleWish,
} from '../../shared/title-form';
import { empty, READY } from '../../shared/view';

type Typed = WechatMiniprogram.CustomEvent<{ value: string }>;
type Switched = WechatMiniprogram.CustomEvent<{ value: boolean }>;

definePage({
  data: {
    ...{ id: '', form: EMPTY_TITLE, fields: titleFields(EMPTY_TITLE.kind) },
    ...{ faults: {} as TitleFaults, wasDefault: false, busy: false },
  },
  onLoad({ id = '' }) {
    this.setData({ id });
    void wx.setNavigationBarTitle({ title: id ? '编辑抬头' : '新增抬头' });
  },
  async load() {
    const { id } = this.data;
    const { invoice_titles: titles } = await listTitles();
    if (!id) {
      // The first one is the default, whatever is asked for.
      this.setData({ wasDefault: titles.length === 0, form: { ...this.data.form, is_default: titles.length === 0 } });
      return READY;
    }
    const title = titles.find((each) => each.id === id);
    if (!title) return empty('发票抬头不存在', '可能已被删除，请返回列表');
    this.setData({ form: titleForm(title), wasDefault: title.is_default });
    this.showFields();
    return READY;
  },
  showFields() {
    this.setData({ fields: titleFields(this.data.form.kind) });
  },
  onKind({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const kind = currentTarget.dataset['kind'] as TitleForm['kind'];
    this.setData({ form: { ...this.data.form, kind }, faults: {} });
    this.showFields();
  },
  onField({ currentTarget, detail: { value } }: Typed) {
    const name = currentTarget.dataset['name'] as string;
    this.setData({ form: { ...this.data.form, [name]: value }, faults: { ...this.data.faults, [name]: '' } });
  },
  onDefault({ detail: { value } }: Switched) {
    this.setData({ form: { ...this.data.form, is_default: value } });
  },
  async onSave() {
    const { id, form, busy } = this.data;
    const faults = titleFaults(form);
    this.setData({ faults });
    if (busy || Object.keys(faults).length > 0) return;
    this.setData({ busy: true });
    try {
      await (id ? changeTitle(id, titleWish(form)) : addTitle(titleWish(form)));
      await wx.showToast({ title: '已保存', icon: 'success' });
      await goBack('/pages/invoice-titles/invoice-titles');
    } catch (error) {
      if (error instanceof ApiProblem) this.setData({ faults: faultsFrom(error.extra) });
      tell(error);
    } finally {
      this.setData({ busy: false });
    }
  },
});
