import { definePage } from '../../base/define-page';
import { AGREEMENT } from '../../shared/texts/agreement';

definePage({ data: { sections: AGREEMENT } });
