import type { Router } from 'express';
import type { Context } from '../context.ts';
import type { RefundPlan } from '../state/refund.ts';
import { billPlanSchema, refundPlanSchema } from './control-schemas.ts';
import { bodyOf } from './request-parts.ts';

const describeRefundPlan = (plan: RefundPlan) => ({
  delay_seconds: plan.delaySeconds,
  outcome: plan.outcome,
  refuse: plan.refuse,
  notify: plan.notify,
  enforce_minute: plan.enforceMinute,
});

function changedRefundPlan(plan: RefundPlan, body: unknown): RefundPlan {
  const change = refundPlanSchema.parse(body);
  return {
    delaySeconds: change.delay_seconds ?? plan.delaySeconds,
    outcome: change.outcome ?? plan.outcome,
    refuse: change.refuse === undefined ? plan.refuse : change.refuse,
    notify: change.notify ?? plan.notify,
    enforceMinute: change.enforce_minute ?? plan.enforceMinute,
  };
}

/** How refunds and bills go from now on. A change names what it changes, and is answered with the whole. */
export function routePlans(router: Router, { store }: Context): void {
  router.get('/refund-plan', (_request, response) => {
    response.json(describeRefundPlan(store.world.refundPlan));
  });
  router.put('/refund-plan', (request, response) => {
    store.record({ kind: 'refund_plan_set', plan: changedRefundPlan(store.world.refundPlan, bodyOf(request)) });
    response.json(describeRefundPlan(store.world.refundPlan));
  });
  router.get('/bill-plan', (_request, response) => {
    response.json(store.world.billPlan);
  });
  router.put('/bill-plan', (request, response) => {
    const { bom, creating } = billPlanSchema.parse(bodyOf(request));
    const { billPlan } = store.world;
    const plan = { bom: bom ?? billPlan.bom, creating: creating ?? billPlan.creating };
    store.record({ kind: 'bill_plan_set', plan });
    response.json(plan);
  });
}
