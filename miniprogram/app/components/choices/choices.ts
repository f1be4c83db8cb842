type Option = { readonly value: string; readonly text: string };

/** One of several, or some of them while `multiple`. Tells `change { value }`, or `change { values }`. */
Component({
  properties: {
    options: { type: Array, value: [] as Option[] },
    value: { type: String, value: '' },
    values: { type: Array, value: [] as string[] },
    multiple: { type: Boolean, value: false },
    /** `chips`, or `tabs` for what a whole page is about. */
    look: { type: String, value: 'chips' },
    /** Tests find `name-value`. */
    name: { type: String, value: 'choice' },
  },
  data: { shown: [] as (Option & { readonly isOn: boolean })[] },
  observers: {
    'options, value, values, multiple'(options: Option[], value: string, values: string[], multiple: boolean) {
      const isOn = (each: string): boolean => (multiple ? values.includes(each) : each === value);
      this.setData({ shown: options.map((option) => ({ ...option, isOn: isOn(option.value) })) });
    },
  },
  methods: {
    onTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const tapped = currentTarget.dataset['value'] as string;
      const { multiple, value } = this.data;
      const values: string[] = this.data.values;
      if (!multiple) {
        if (tapped !== value) this.triggerEvent('change', { value: tapped });
        return;
      }
      const others = values.filter((each) => each !== tapped);
      this.triggerEvent('change', { values: others.length < values.length ? others : [...values, tapped] });
    },
  },
});
