import type { AuditLog } from '../../domain/shared/audit.ts';
import type { MemoryState } from './memory-state.ts';

export const memoryAuditLog = (state: MemoryState): AuditLog => ({
  add: async (event) => void state.auditEvents.push(event),
  list: async ({ userId, subjectId, action, since }, { before, limit }) =>
    state.auditEvents
      .filter((each) => userId === undefined || each.userId === userId)
      .filter((each) => subjectId === undefined || each.subject.id === subjectId)
      .filter((each) => action === undefined || each.action === action)
      .filter((each) => since === undefined || each.at >= since)
      .filter((each) => before === null || each.id < before)
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit),
});
