import type { z } from 'zod';
import type { CaptureOutcome } from '../../../application/ledger/capture-hold.ts';
import type { ReleaseOutcome } from '../../../application/ledger/release-hold.ts';
import { type Hold, heldPoints } from '../../../domain/ledger/hold.ts';
import type { HoldId } from '../../../domain/shared/ids.ts';
import { instant } from '../json-values.ts';
import { publicId } from '../public-id.ts';
import { wholeNumber } from '../whole-number.ts';
import type { CaptureAnswer, HoldPlaced, ReleaseAnswer } from './holds-schema.ts';
import { allowedJson } from './usage-json.ts';

export const holdJson = (hold: Hold): z.infer<typeof HoldPlaced> => ({
  allowed: true,
  hold_id: publicId('hld', hold.id),
  state: hold.state.kind,
  points: wholeNumber(heldPoints(hold)),
  points_left: wholeNumber(hold.availableAfter),
  expires_at: instant(hold.expiresAt),
  at: instant(hold.heldAt),
});

type Captured = Extract<CaptureOutcome, { kind: 'captured' }>;

export function captureJson(id: HoldId, captured: Captured): z.infer<typeof CaptureAnswer> {
  const { allowed: _, ...taken } = allowedJson(captured);
  const points_released = wholeNumber(captured.released);
  return { hold_id: publicId('hld', id), state: 'captured', ...taken, points_released };
}

type Released = Extract<ReleaseOutcome, { kind: 'released' }>;

export const releaseJson = (id: HoldId, released: Released): z.infer<typeof ReleaseAnswer> => ({
  hold_id: publicId('hld', id),
  state: 'released',
  released_by: released.why,
  points: wholeNumber(released.points),
  points_left: wholeNumber(released.availableAfter),
  at: instant(released.at),
});
