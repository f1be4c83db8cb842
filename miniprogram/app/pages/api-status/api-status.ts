import { listApis } from '../../api/catalog';
import { definePage } from '../../base/define-page';
import { type ApiStatusView, apiStatusView } from '../../shared/api-view';
import { type ServiceStatus, serviceStatus } from '../../shared/service-status';
import { empty, READY } from '../../shared/view';

definePage({
  loadOnShow: true,
  data: { apis: [] as ApiStatusView[], status: { isNormal: true, summary: '', notices: [] } as ServiceStatus },
  async load() {
    const { apis } = await listApis();
    this.setData({ apis: apis.map(apiStatusView), status: serviceStatus(apis) });
    return apis.length > 0 ? READY : empty('暂无接口');
  },
});
