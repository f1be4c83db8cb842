/** The end of a list that comes in pages: `more`, `loading`, `failed` or `end`. Tells `more` on a tap where there is more, or again. */
Component({
  properties: {
    state: { type: String, value: 'end' },
  },
  methods: {
    onMore() {
      if (this.data.state === 'more' || this.data.state === 'failed') this.triggerEvent('more');
    },
  },
});
