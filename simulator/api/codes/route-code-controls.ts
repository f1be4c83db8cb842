import type { Router } from 'express';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { bodyOf } from '../../control/request-parts.ts';
import { beijingRfc3339 } from '../../time/beijing-time.ts';

const rulesSchema = z.strictObject({
  pages: z.array(z.string().min(1).max(256)).optional(),
  per_minute: z.int().min(0).optional(),
});

/** What a phone would read off the codes, and what WeChat knows of the mini-program's pages. */
export function routeCodeControls(router: Router, { store }: Context): void {
  router.get('/mini-program-codes', (_request, response) => {
    const codes = store.world.api.codes.map(({ madeAtMs, ...code }) => ({ ...code, at: beijingRfc3339(madeAtMs) }));
    response.json({ codes });
  });
  router.put('/mini-program-codes', (request, response) => {
    const { pages, per_minute: perMinute } = rulesSchema.parse(bodyOf(request));
    const before = store.world.api.codeRules;
    const rules = { pages: pages ?? before.pages, perMinute: perMinute ?? before.perMinute };
    store.record({ kind: 'code_rules_set', rules });
    response.json({ pages: rules.pages, per_minute: rules.perMinute });
  });
}
