import type { SessionItem } from '../api/types';
import { relativeTime } from './relative-time';

export type SessionView = {
  readonly id: string;
  readonly name: string;
  readonly isCurrent: boolean;
  readonly usedText: string;
};

const KINDS = { mini_program: '微信小程序', web: '网页', checkout: '网页收银台' } as const;

export const sessionView = (session: SessionItem, now: Date): SessionView => ({
  ...{ id: session.id, isCurrent: session.current },
  name: session.device ? `${session.device} · ${KINDS[session.kind]}` : KINDS[session.kind],
  usedText: `最近使用：${relativeTime(session.last_used_at, now)}`,
});
