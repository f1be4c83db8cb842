import type { ApiKey } from '../api/types';
import { keyStatusLabel, type Tone } from './key-status';
import { points } from './points';
import { relativeTime } from './relative-time';

/** What a key card shows. */
export type KeyView = {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly statusText: string;
  readonly tone: Tone;
  readonly pointsText: string;
  readonly callsText: string;
  readonly lastUsedText: string;
};

export function keyView(key: ApiKey, now: Date): KeyView {
  const { text, tone } = keyStatusLabel(key.status);
  return {
    ...{ id: key.id, name: key.name, hint: key.hint, statusText: text, tone },
    pointsText: points(key.spendable_points),
    callsText: points(key.calls_today),
    lastUsedText: relativeTime(key.last_used_at, now),
  };
}
