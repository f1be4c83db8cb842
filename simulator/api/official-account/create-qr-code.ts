import { z } from 'zod';
import { randomText } from '../../crypto/random-text.ts';
import type { ApiAnswer } from '../api-answer.ts';
import type { ApiRequest } from '../api-route.ts';
import { readBody } from '../read-body.ts';
import type { Services } from '../services.ts';

const thirtyDaysSeconds = 2_592_000;

const expireSeconds = z.int().min(1).max(thirtyDaysSeconds).default(60);

const qrCodeSchema = z.discriminatedUnion('action_name', [
  z.object({
    action_name: z.literal('QR_STR_SCENE'),
    expire_seconds: expireSeconds,
    action_info: z.object({ scene: z.object({ scene_str: z.string().min(1).max(64) }) }),
  }),
  z.object({
    action_name: z.literal('QR_SCENE'),
    expire_seconds: expireSeconds,
    action_info: z.object({ scene: z.object({ scene_id: z.int().min(1).max(4_294_967_295) }) }),
  }),
]);

const errors = {
  action_name: [40052, 'invalid action name'],
  action_info: [40053, 'invalid action info'],
  expire_seconds: [40097, 'invalid args'],
} as const;

/** `POST /cgi-bin/qrcode/create` for codes that expire. */
export function createQrCode({ context: { store, now } }: Services, { body }: ApiRequest): ApiAnswer {
  const read = readBody(qrCodeSchema, body, errors);
  if (read.kind === 'refused') return read.refusal;
  const { expire_seconds: lifeSeconds, action_info: info } = read.value;
  const { scene } = info;
  const parsed =
    'scene_id' in scene ? { sceneId: scene.scene_id, sceneStr: '' } : { sceneId: 0, sceneStr: scene.scene_str };
  const ticket = `g${randomText(94)}==`;
  const qrCode = { ticket, ...parsed, expiresAtMs: now() + lifeSeconds * 1000 };
  store.record({ kind: 'qr_code_made', qrCode });
  return { ticket, expire_seconds: lifeSeconds, url: `http://weixin.qq.com/q/${randomText(22)}` };
}
