import { READY, type View } from '../../shared/view';

/** Shows its content when the view is ready, and in its place: bones while loading, nothing there, an error, no network, nobody signed in. */
Component({
  options: { multipleSlots: true },
  properties: {
    view: { type: Object, value: READY as View },
    /** The cards of bones that stand for what is being loaded, one per item. */
    bones: { type: Array, value: [1, 2, 3] },
    /** On the button of an empty view; without it there is none. Tells `action`. */
    actionText: { type: String, value: '' },
  },
  data: {
    icons: { offline: 'wifi-off', empty: 'folder-open', error: 'error-circle', signed_out: 'user-circle' },
  },
  methods: {
    onRetry() {
      this.triggerEvent('retry');
    },
    onAction() {
      this.triggerEvent('action');
    },
  },
});
