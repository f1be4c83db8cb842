import type { ServiceStatus } from '../../shared/service-status';

/** API服务状态: one line while all is well, open and red otherwise. Tells `open` on a tap of its head. */
Component({
  properties: {
    status: { type: Object, value: { isNormal: true, summary: '', notices: [] } as ServiceStatus },
  },
  methods: {
    onOpen() {
      this.triggerEvent('open');
    },
  },
});
