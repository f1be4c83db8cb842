import type { Router } from 'express';
import type { Context } from '../context.ts';
import { faultPlanSchema } from '../faults/fault-plan-schema.ts';
import { describeFaultPlan, setFaultPlan } from '../faults/set-fault-plan.ts';
import { bodyOf } from './request-parts.ts';

/** What goes wrong, and how often it did. */
export function routeFaults(router: Router, context: Context): void {
  router.get('/faults', (_request, response) => {
    response.json(describeFaultPlan(context));
  });
  router.put('/faults', (request, response) => {
    setFaultPlan(context, faultPlanSchema.parse(bodyOf(request)));
    response.json(describeFaultPlan(context));
  });
  router.delete('/faults', (_request, response) => {
    setFaultPlan(context, null);
    response.json(describeFaultPlan(context));
  });
}
