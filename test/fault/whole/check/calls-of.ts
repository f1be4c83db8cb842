import { createHash } from 'node:crypto';
import { usageIdOf } from '../../../../src/domain/ledger/usage-id.ts';
import type { AccountId, ServiceId } from '../../../../src/domain/shared/ids.ts';
import type { Entry } from '../history.ts';
import type { SaidUsage } from '../load/spend.ts';
import type { Evidence, Line } from './evidence.ts';
import { groupedBy } from './grouped-by.ts';

/** A call that a service has reported, all tries together, and what the journal has of it. */
export type ReportedCall = {
  readonly user: string;
  readonly keyId: string;
  readonly usageId: string;
  readonly tries: readonly Entry[];
  /** Answers that say that it is paid, in the order in which they came. */
  readonly allowed: readonly (SaidUsage & { readonly allowed: true })[];
  readonly lines: readonly Line[];
};

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

export function callsOf({ history, lines, serviceId }: Evidence): ReportedCall[] {
  const consumed = groupedBy(
    lines.filter(({ kind }) => kind === 'consume'),
    ({ cause }) => cause,
  );
  const reported = groupedBy(
    history.filter(({ what }) => what === 'usage'),
    ({ about }) => about ?? '',
  );
  return [...reported].map(([idempotencyKey, tries]) => {
    const [first] = tries as [Entry];
    const user = first.user ?? '';
    const named = { serviceId: serviceId as ServiceId, accountId: user as AccountId, idempotencyKey };
    const usageId: string = usageIdOf(named, sha256);
    const said = tries.filter(({ status }) => status === 200).map((each) => each.said as SaidUsage);
    const allowed = said.filter((each) => each.allowed);
    return { user, keyId: first.keyId ?? '', usageId, tries, allowed, lines: consumed.get(usageId) ?? [] };
  });
}
