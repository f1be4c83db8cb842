import type { Flow } from './flow.ts';
import { BUYING } from './flows/buying.ts';
import { INVOICING } from './flows/invoicing.ts';
import { KEYS } from './flows/keys.ts';
import { REFUNDING } from './flows/refunding.ts';
import { SPENDING } from './flows/spending.ts';

export const ALL_FLOWS: readonly Flow[] = [...BUYING, ...REFUNDING, ...SPENDING, ...KEYS, ...INVOICING];
