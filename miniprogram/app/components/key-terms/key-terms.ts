import { listApis } from '../../api/catalog';
import type { SoldApi } from '../../api/types';
import { apiName } from '../../shared/key-detail-view';
import { type FormProblems, type KeyForm, NEW_KEY } from '../../shared/key-form';
import { rateUnits } from '../../shared/rate-limit';

const SCOPES = [
  { value: 'all', text: '全部接口' },
  { value: 'some', text: '指定接口' },
];
const LIFETIMES = [1, 3, 6, 12].map((months) => ({ value: String(months), text: `${months}个月` }));

type Chosen = WechatMiniprogram.CustomEvent<{ value: string }>;
type Typed = WechatMiniprogram.CustomEvent<{ value: string }, object, { field: string }>;

/** What a key may do, from where, how long and how much. Tells `change { patch }`. */
Component({
  properties: {
    form: { type: Object, value: NEW_KEY as KeyForm },
    problems: { type: Object, value: {} as FormProblems },
    /** The term of a key is chosen when it is made. */
    asksLifetime: { type: Boolean, value: false },
    /** Shows 高级设置 at once. */
    isOpen: { type: Boolean, value: false },
  },
  data: {
    ...{ scopes: SCOPES, lifetimes: LIFETIMES, units: rateUnits(NEW_KEY.rateSeconds), sold: [] as readonly SoldApi[] },
    ...{ apis: [] as { value: string; text: string }[], apisFailed: false, opened: false },
  },
  observers: {
    'form, sold'(form: KeyForm, sold: readonly SoldApi[]) {
      const codes = [...new Set([...sold.map(({ code }) => code), ...form.apis])];
      this.setData({
        apis: codes.map((code) => ({ value: code, text: apiName(code, sold) })),
        units: rateUnits(form.rateSeconds),
      });
    },
    /** A mistake that cannot be seen cannot be put right. */
    problems({ dailyBudget, totalBudget, rateCalls }: FormProblems) {
      if (dailyBudget || totalBudget || rateCalls) this.setData({ opened: true });
    },
  },
  lifetimes: {
    attached() {
      if (this.data.isOpen) this.setData({ opened: true });
      if (this.data.form.scope === 'some') void this.loadApis();
    },
  },
  methods: {
    change(patch: Partial<KeyForm>) {
      this.triggerEvent('change', { patch });
    },
    async loadApis() {
      this.setData({ apisFailed: false });
      try {
        this.setData({ sold: (await listApis()).apis });
      } catch {
        this.setData({ apisFailed: true });
      }
    },
    onScope({ detail: { value } }: Chosen) {
      this.change({ scope: value as KeyForm['scope'] });
      if (value === 'some' && this.data.sold.length === 0) void this.loadApis();
    },
    onApis({ detail: { values } }: WechatMiniprogram.CustomEvent<{ values: string[] }>) {
      this.change({ apis: values });
    },
    onLifetime({ detail: { value } }: Chosen) {
      this.change({ months: Number(value) as KeyForm['months'] });
    },
    onUnit({ detail: { value } }: Chosen) {
      this.change({ rateSeconds: Number(value) });
    },
    onTyped({ currentTarget, detail: { value } }: Typed) {
      this.change({ [currentTarget.dataset.field]: value });
    },
    onOpen() {
      this.setData({ opened: !this.data.opened });
    },
  },
});
