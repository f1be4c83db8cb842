import type { WebhookMarks } from '../../domain/webhooks/webhook-stores.ts';
import type { MemoryState } from './memory-state.ts';

export const memoryWebhookMarks = (state: MemoryState): WebhookMarks => ({
  lock: async () => {},
  lowPointsOf: async (userIds) => new Map([...state.webhookLowPoints].filter(([userId]) => userIds.includes(userId))),
  putLowPoints: async (marks) => {
    for (const { userId, level } of marks) state.webhookLowPoints.set(userId, level);
  },
  noteTold: async (type, told) => {
    const fresh = told.filter(({ key }) => !state.webhookTold.has(`${type} ${key}`));
    for (const mark of fresh) state.webhookTold.set(`${type} ${mark.key}`, mark);
    return new Set(fresh.map(({ key }) => key));
  },
  forgetTold: async (now) => {
    for (const [name, { forgetAt }] of state.webhookTold) if (forgetAt <= now) state.webhookTold.delete(name);
  },
  removeAllOf: async (userId) => {
    state.webhookLowPoints.delete(userId);
    for (const [name, mark] of state.webhookTold) if (mark.userId === userId) state.webhookTold.delete(name);
  },
});
