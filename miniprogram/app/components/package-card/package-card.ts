import type { PackageView } from '../../shared/packages';

/** A package to choose. A tap on the card selects it (`select`), its button buys it (`buy`); both tell `{ id }`. */
Component({
  properties: {
    item: { type: Object, value: {} as PackageView },
    selected: { type: Boolean, value: false },
    /** Larger, with its own button. */
    featured: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
  },
  methods: {
    onSelect() {
      this.triggerEvent('select', { id: this.data.item.id });
    },
    onBuy() {
      if (!this.data.disabled) this.triggerEvent('buy', { id: this.data.item.id });
    },
  },
});
