import type { Context } from '../context.ts';
import {
  type AnswerFault,
  answerFaults,
  type FaultRule,
  type RequestRule,
  type TransportFault,
  transportFaults,
} from '../state/fault-plan.ts';
import { drawFault } from './draw-fault.ts';

type RuleOf<Fault> = RequestRule & { readonly fault: Fault };

/** A rule of a request, of one of these faults, and for this path. */
const fitting =
  <Fault extends RequestRule['fault']>(faults: readonly Fault[], target: string) =>
  (rule: FaultRule): rule is RuleOf<Fault> =>
    rule.on === 'request' &&
    (faults as readonly string[]).includes(rule.fault) &&
    (target.split('?')[0] ?? '').startsWith(rule.path ?? '');

/** Asked when a request comes in. `target` is its path and query. */
export const drawTransportFault = (context: Context, target: string): RuleOf<TransportFault> | undefined =>
  drawFault(context, fitting(transportFaults, target));

/** Asked when an answer is about to be signed: what is not signed, as errors and bills, uses up no number. */
export const drawAnswerFault = (context: Context, target: string): RuleOf<AnswerFault> | undefined =>
  drawFault(context, fitting(answerFaults, target));
