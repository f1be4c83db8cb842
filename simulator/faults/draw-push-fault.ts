import type { Context } from '../context.ts';
import { spoilings } from '../push/build-request.ts';
import type { PushDelivery } from '../push/push-state.ts';
import type { FaultRule, PushRule } from '../state/fault-plan.ts';
import { drawFault } from './draw-fault.ts';

const spoils = (fault: string): boolean => fault !== 'none' && (spoilings as readonly string[]).includes(fault);

/** A message is spoilt once and put off once; nothing covers the body of a plain one, so that tampering would be a forgery. */
function canBefall({ store }: Context, { fault }: PushRule, { app, attempts }: PushDelivery): boolean {
  const befallen = attempts.filter(({ trigger }) => trigger !== 'control').map((attempt) => attempt.fault);
  if (fault === 'tampered' && store.world.push.targets.get(app)?.mode !== 'aes') return false;
  return spoils(fault) ? !befallen.some(spoils) : fault !== 'delay' || !befallen.includes(fault);
}

/** Asked when the schedule is about to send. */
export function drawPushFault(context: Context, delivery: PushDelivery): PushRule | undefined {
  const fits = (rule: FaultRule): rule is PushRule =>
    rule.on === 'push' &&
    (rule.event === undefined || rule.event === delivery.event) &&
    canBefall(context, rule, delivery);
  return drawFault(context, fits);
}
