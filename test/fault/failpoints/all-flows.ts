import type { Flow } from './flow.ts';
import { BUYING } from './flows/buying.ts';
import { INVOICING } from './flows/invoicing.ts';
import { KEYS } from './flows/keys.ts';
import { PEOPLE } from './flows/people.ts';
import { RECONCILING } from './flows/reconciling.ts';
import { REDEEMING } from './flows/redeeming.ts';
import { REFUNDING } from './flows/refunding.ts';
import { SPENDING } from './flows/spending.ts';
import { TELLING } from './flows/telling.ts';

/** Those that move time on by weeks stand last: what they leave behind is old for the others. */
export const ALL_FLOWS: readonly Flow[] = [
  ...[...BUYING, ...REFUNDING, ...SPENDING, ...REDEEMING, ...KEYS, ...INVOICING],
  ...[...RECONCILING, ...PEOPLE, ...TELLING],
];
