import type { OutRefundNo } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';

/** 32 hexadecimal digits: valid at every gateway. */
export const newOutRefundNo = (ids: IdSource): OutRefundNo => ids.next<string>().replaceAll('-', '') as OutRefundNo;
