import type { KeyView } from '../../shared/key-view';

/** A key in the list. `open` on a tap; while `selectable`, a tap tells `toggle` instead; `rename` on the pen. All tell `{ id }`. */
Component({
  properties: {
    item: { type: Object, value: {} as KeyView },
    selectable: { type: Boolean, value: false },
    selected: { type: Boolean, value: false },
  },
  methods: {
    onTap() {
      this.triggerEvent(this.data.selectable ? 'toggle' : 'open', { id: this.data.item.id });
    },
    onRename() {
      this.triggerEvent('rename', { id: this.data.item.id });
    },
  },
});
