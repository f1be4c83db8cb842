import { isDeepStrictEqual } from 'node:util';
import { counted, exactly, type Figure } from '../../figure.ts';
import type { Entry } from '../history.ts';
import { uuidOf } from '../load/errands.ts';
import { callsOf, type ReportedCall } from './calls-of.ts';
import type { Evidence } from './evidence.ts';

/** Every call that was said to be paid is in the journal once and as it was said; any other once or not at all. */
export function checkCalls(evidence: Evidence): Figure[] {
  const calls = callsOf(evidence);
  const known = new Set(calls.map(({ usageId }) => usageId));
  const consumed = evidence.lines.filter(({ kind }) => kind === 'consume');
  const paid = calls.filter(({ allowed }) => allowed.length > 0);
  const inDoubt = calls.filter(({ tries: [first] }) => first && isInDoubt(first));
  const count = (of: readonly ReportedCall[], is: (call: ReportedCall) => boolean): number => of.filter(is).length;
  const ended = endedKeys(evidence);
  return [
    counted('calls reported', calls.length),
    counted('calls acknowledged as paid', paid.length),
    counted('calls in doubt at first', inDoubt.length),
    counted('of which had been carried out', count(inDoubt, wasCarriedOut)),
    exactly(
      'acknowledged calls lost',
      count(paid, ({ lines }) => lines.length === 0),
      0,
    ),
    exactly('calls that counted twice, or otherwise than said', count(paid, isOtherwise), 0),
    exactly(
      'calls answered otherwise when asked again',
      count(paid, ({ allowed }) => !areSame(allowed)),
      0,
    ),
    exactly(
      'calls that the journal has and nobody has made',
      consumed.filter(({ cause }) => !known.has(cause)).length,
      0,
    ),
    counted('keys whose end was acknowledged', ended.size),
    exactly(
      'calls paid by a key whose end was acknowledged before',
      count(calls, (call) => isTooLate(call, ended)),
      0,
    ),
  ];
}

const areSame = (all: readonly unknown[]): boolean => all.every((each) => isDeepStrictEqual(each, all[0]));

/** Sent, and then no answer, or one that says that the database has gone. */
const isInDoubt = ({ status, fault }: Entry): boolean => fault !== 'refused' && (status === null || status >= 500);

/** Before it was said a second time. */
const wasCarriedOut = ({ tries, lines: [line] }: ReportedCall): boolean =>
  line !== undefined && line.at <= (tries[1]?.sentAt ?? Number.POSITIVE_INFINITY);

function isOtherwise({ usageId, allowed: [said], lines }: ReportedCall): boolean {
  const last = lines.at(-1);
  if (!last || !said) return false;
  const taken = -lines.reduce((sum, { change }) => sum + change, 0);
  const isAsSaid = taken === said.points && last.balanceAfter === said.points_left && last.at === Date.parse(said.at);
  return !isAsSaid || uuidOf(said.usage_id) !== usageId;
}

/** When each key's end was acknowledged. */
function endedKeys({ history }: Evidence): ReadonlyMap<string, number> {
  const ends = history.filter(({ what, status }) => what === 'end_key' && status !== null && status < 300);
  return new Map(ends.map(({ about, endedAt }) => [about ?? '', endedAt ?? Number.POSITIVE_INFINITY]));
}

const isTooLate = ({ keyId, tries, lines }: ReportedCall, ended: ReadonlyMap<string, number>): boolean =>
  lines.length > 0 && (tries[0]?.sentAt ?? 0) > (ended.get(keyId) ?? Number.POSITIVE_INFINITY);
