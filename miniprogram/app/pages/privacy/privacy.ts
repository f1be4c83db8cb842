import { definePage } from '../../base/define-page';
import { PRIVACY } from '../../shared/texts/privacy';

definePage({ data: { sections: PRIVACY } });
