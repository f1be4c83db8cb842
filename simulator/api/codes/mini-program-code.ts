import { z } from 'zod';
import { type ApiAnswer, refuse } from '../api-answer.ts';
import type { ApiRequest } from '../api-route.ts';
import { readBody } from '../read-body.ts';
import type { Services } from '../services.ts';
import { drawCode } from './draw-code.ts';

const minuteMs = 60_000;

const codeSchema = z.object({
  scene: z.string().regex(/^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/),
  page: z
    .string()
    .regex(/^[^/?][^?]*$/)
    .optional(),
  check_path: z.boolean().default(true),
  env_version: z.enum(['release', 'trial', 'develop']).default('release'),
});

const errors = {
  scene: [40169, 'invalid length for scene, or the data is not json string'],
  page: [41030, 'invalid page'],
} as const;

/** `POST /wxa/getwxacodeunlimit`: a picture, or the JSON of an error. */
export function miniProgramCode({ context: { store, now } }: Services, { body }: ApiRequest): ApiAnswer | Buffer {
  const read = readBody(codeSchema, body, errors);
  if (read.kind === 'refused') return read.refusal;
  const { scene, page = '', check_path: checksPath } = read.value;
  const { codes, codeRules } = store.world.api;
  const isReleased = page === '' || codeRules.pages.length === 0 || codeRules.pages.includes(page);
  if (checksPath && !isReleased) return refuse(41030, 'invalid page');
  const lately = codes.filter(({ madeAtMs }) => now() - madeAtMs < minuteMs).length;
  if (lately >= codeRules.perMinute) return refuse(45009, 'reach max api minute quota limit');
  store.record({ kind: 'code_made', code: { scene, page, madeAtMs: now() } });
  return drawCode(`${page}?${scene}`);
}
