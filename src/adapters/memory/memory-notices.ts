import type { NoticeKind } from '../../domain/identity/notice.ts';
import { type Consents, type LowPointsMarks, MOST_CONSENTS, type Notices } from '../../domain/identity/notices.ts';
import type { NoticeId, UserId } from '../../domain/shared/ids.ts';
import type { MemoryState, StoredNotice } from './memory-state.ts';

export function memoryNotices(state: MemoryState): Notices {
  const change = (id: NoticeId, to: Partial<StoredNotice>): void => {
    state.notices = state.notices.map((each) => (each.id === id && each.end === null ? { ...each, ...to } : each));
  };
  return {
    add: async (notice, nextTryAt) => {
      const isTold = state.notices.some(
        ({ userId, kind, key }) => userId === notice.userId && kind === notice.kind && key === notice.key,
      );
      if (!isTold) state.notices.push({ ...notice, tries: 0, nextTryAt, end: null });
      return !isTold;
    },
    takeDue: async (now, limit) =>
      state.notices
        .filter(({ end, nextTryAt }) => end === null && nextTryAt <= now)
        .sort((a, b) => a.nextTryAt.getTime() - b.nextTryAt.getTime())
        .slice(0, limit)
        .map(({ nextTryAt: _next, end: _end, ...notice }) => notice),
    scheduleTry: async (id, tries, nextTryAt) => change(id, { tries, nextTryAt }),
    end: async (id, end) => change(id, { end }),
    hasPending: async (userId, kind) =>
      state.notices.some((each) => each.userId === userId && each.kind === kind && each.end === null),
    removeAllOf: async (userId) => {
      state.notices = state.notices.filter((each) => each.userId !== userId);
    },
  };
}

export function memoryConsents(state: MemoryState): Consents {
  const of = (userId: UserId, kind: NoticeKind): number => state.consents.get(userId)?.get(kind) ?? 0;
  const put = (userId: UserId, kind: NoticeKind, available: number): void => {
    state.consents.set(userId, new Map(state.consents.get(userId)).set(kind, available));
  };
  const isWilling = (userId: UserId, kind: NoticeKind): boolean =>
    of(userId, kind) > 0 &&
    state.users.some(({ id, status, notifications }) => id === userId && status === 'active' && notifications);
  return {
    countOf: async (userId) => state.consents.get(userId) ?? new Map(),
    add: async (userId, kind) => put(userId, kind, Math.min(of(userId, kind) + 1, MOST_CONSENTS)),
    take: async (userId, kind) => put(userId, kind, Math.max(of(userId, kind) - 1, 0)),
    clear: async (userId, kind) => put(userId, kind, 0),
    listWilling: async (kind, { after, limit }) =>
      [...state.consents.keys()]
        .filter((userId) => isWilling(userId, kind) && (after === null || userId > after))
        .sort()
        .slice(0, limit),
    removeAllOf: async (userId) => void state.consents.delete(userId),
  };
}

export const memoryLowPointsMarks = (state: MemoryState): LowPointsMarks => ({
  find: async (userIds) => new Map([...state.lowPointsMarks].filter(([userId]) => userIds.includes(userId))),
  put: async (userId, level) => void state.lowPointsMarks.set(userId, level),
  removeAllOf: async (userId) => void state.lowPointsMarks.delete(userId),
});
