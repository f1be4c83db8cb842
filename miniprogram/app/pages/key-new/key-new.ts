import { definePage } from '../../base/define-page';

definePage({
  data: {},
  onCreated() {
    void wx.redirectTo({ url: '/pages/key-created/key-created' });
  },
});
