import type { AuditEvent, DoneBy } from '../../domain/shared/audit.ts';
import type { AuditEventId } from '../../domain/shared/ids.ts';
import type { IdSource } from './random.ts';
import type { Stores } from './unit-of-work.ts';

type Noted = Pick<AuditEvent, 'action' | 'subject' | 'userId'> & Partial<Pick<AuditEvent, 'before' | 'after'>>;

/** Writes into the audit log, within the transaction of the deed. */
export async function noteDeed(
  { audit, clock }: Pick<Stores, 'audit' | 'clock'>,
  ids: IdSource,
  by: DoneBy,
  { before = null, after = null, ...deed }: Noted,
): Promise<void> {
  await audit.add({ id: ids.next<AuditEventId>(), at: await clock.now(), by, before, after, ...deed });
}
