import type { UsageOutcome } from '../../../application/ledger/usage.ts';
import type { ServiceRefusal } from '../../../domain/keyvault/service.ts';
import { endOfBeijingDay } from '../../../domain/shared/beijing-time.ts';
import type { ConsumptionId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';

/** What the functions answer for one call, as text. */
export type UsageRow = {
  readonly code: string;
  readonly usageId: string;
  readonly points: string;
  readonly pointsLeft: string;
  readonly expiryMs: string;
  readonly atMs: string;
};

const SERVICE_REFUSALS: ReadonlySet<string> = new Set<ServiceRefusal>([
  'service_token_unknown',
  'operation_not_granted',
  'network_not_allowed',
  'signature_required',
]);

export function toOutcome(row: UsageRow): UsageOutcome {
  switch (row.code) {
    case 'allowed':
    case 'replayed':
      return {
        kind: 'allowed',
        replayed: row.code === 'replayed',
        usageId: row.usageId as ConsumptionId,
        points: points(BigInt(row.points)),
        pointsLeft: points(BigInt(row.pointsLeft)),
        pointsExpireAt: new Date(Number(row.expiryMs)),
        at: new Date(Number(row.atMs)),
      };
    case 'conflict':
      return { kind: 'idempotency_conflict' };
    case 'unknown_api':
      return { kind: 'unknown_api' };
    default:
      return SERVICE_REFUSALS.has(row.code)
        ? { kind: 'not_admitted', refusal: row.code as ServiceRefusal }
        : { kind: 'refused', refusal: toRefusal(row) };
  }
}

function toRefusal(row: UsageRow): Extract<UsageOutcome, { kind: 'refused' }>['refusal'] {
  const [one, other] = [row.points, row.pointsLeft];
  switch (row.code) {
    case 'key_unknown':
    case 'key_disabled':
    case 'key_expired':
    case 'scope_missing':
    case 'client_ip_missing':
    case 'ip_not_allowed':
      return { code: row.code };
    case 'insufficient_points':
      return { code: row.code, requested: points(BigInt(one)), available: points(BigInt(other)) };
    case 'rate_limited':
      return { code: row.code, limit: Number(one), seconds: Number(other), retryAt: new Date(Number(row.expiryMs)) };
    case 'daily_budget_exhausted': {
      const retryAt = endOfBeijingDay(new Date(Number(row.atMs)));
      return { code: row.code, budget: points(BigInt(one)), spent: points(BigInt(other)), retryAt };
    }
    case 'total_budget_exhausted':
      return { code: row.code, budget: points(BigInt(one)), spent: points(BigInt(other)) };
    default:
      throw new Error(`usage: the database answered ${row.code}`);
  }
}
