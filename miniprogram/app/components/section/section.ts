/** A card with a title; `more` at the right tells `more`. */
Component({
  options: { multipleSlots: true },
  properties: {
    title: { type: String, value: '' },
    more: { type: String, value: '' },
  },
  methods: {
    onMore() {
      this.triggerEvent('more');
    },
  },
});
