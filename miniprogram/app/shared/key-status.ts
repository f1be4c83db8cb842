import type { KeyStatus } from '../api/types';

export type Tone = 'success' | 'default' | 'warning' | 'danger' | 'primary';
export type Label = { readonly text: string; readonly tone: Tone };

const LABELS: Readonly<Record<KeyStatus, Label>> = {
  active: { text: '活跃', tone: 'success' },
  disabled: { text: '已禁用', tone: 'default' },
  exhausted: { text: '积分耗尽', tone: 'warning' },
  expired: { text: '已过期', tone: 'danger' },
  rotated: { text: '已轮换', tone: 'default' },
};

export const keyStatusLabel = (status: KeyStatus): Label => LABELS[status];
export const KEY_STATUSES = Object.keys(LABELS) as KeyStatus[];
