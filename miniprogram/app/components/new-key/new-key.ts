import { createKey } from '../../api/api-keys';
import { ApiProblem, OfflineError, textOf } from '../../api/problems';
import { underMask } from '../../base/ask';
import { showOnce } from '../../base/shown-once';
import {
  type FormProblems,
  KEY_NAME_MAX_LENGTH,
  type KeyForm,
  lengthOf,
  NEW_KEY,
  problemsOf,
  wishOf,
} from '../../shared/key-form';

type Refusal = { readonly title: string; readonly detail: string };
/** The server may have made it. A second one, of which nobody knows the first, is worse than a look at the list. */
const UNKNOWN: Refusal = { title: '网络不给力，未收到生成结果', detail: '请先在列表中确认是否已生成，再重试' };

/** 生成新Key: the form. Tells `created` once the key waits to be shown. */
Component({
  data: {
    ...{ form: NEW_KEY, problems: {} as FormProblems, refusal: null as Refusal | null },
    ...{ nameLength: lengthOf(NEW_KEY.name), nameMax: KEY_NAME_MAX_LENGTH, complained: false, saving: false },
  },
  methods: {
    change(patch: Partial<KeyForm>) {
      const form = { ...this.data.form, ...patch };
      // Nobody is corrected before he has finished; afterwards at once.
      const problems = this.data.complained ? problemsOf(form) : {};
      this.setData({ form, problems, nameLength: lengthOf(form.name), refusal: null });
    },
    onName({ detail: { value } }: WechatMiniprogram.Input) {
      this.change({ name: value });
    },
    onTerms({ detail: { patch } }: WechatMiniprogram.CustomEvent<{ patch: Partial<KeyForm> }>) {
      this.change(patch);
    },
    async onSubmit() {
      if (this.data.saving) return;
      const problems = problemsOf(this.data.form);
      this.setData({ problems, complained: true, refusal: null });
      if (Object.keys(problems).length > 0) return;
      this.setData({ saving: true });
      try {
        showOnce(await underMask('生成中', () => createKey(wishOf(this.data.form))));
        this.triggerEvent('created');
      } catch (error) {
        this.setData({ refusal: refusalOf(error) });
      } finally {
        this.setData({ saving: false });
      }
    },
  },
});

function refusalOf(error: unknown): Refusal {
  if (error instanceof ApiProblem) return { title: error.title, detail: error.detail };
  return error instanceof OfflineError ? UNKNOWN : { title: textOf(error), detail: '' };
}
