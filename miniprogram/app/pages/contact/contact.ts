import { definePage } from '../../base/define-page';
import { empty } from '../../shared/view';

definePage({
  data: {},
  async load() {
    return empty('敬请期待');
  },
});
