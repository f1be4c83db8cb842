import { z } from 'zod';
import { canShow, fieldKindsFor } from '../../adapters/wechat/messages/field-values.ts';
import type { MessageSettings } from '../../adapters/wechat/messages/message-templates.ts';
import { NOTICE_KINDS, NOTICE_WORDS, type NoticeKind, type WordKind } from '../../domain/identity/notice.ts';

const field = (word: WordKind) =>
  z
    .string()
    .refine((name) => canShow(word, name), {
      error: `expected a field such as ${fieldKindsFor(word)
        .map((kind) => `${kind}1`)
        .join(', ')}`,
    })
    .optional();

const differs = (names: readonly (string | undefined)[]): boolean => {
  const given = names.filter((name) => name !== undefined);
  return new Set(given).size === given.length;
};

const template = (kind: NoticeKind) =>
  z
    .strictObject({
      id: z.string().regex(/^[\w-]{1,64}$/, 'expected the id of a template'),
      fields: z
        .strictObject(Object.fromEntries(Object.entries(NOTICE_WORDS[kind]).map(([name, word]) => [name, field(word)])))
        .refine((fields) => Object.keys(fields).length > 0, { error: 'expected at least one field' })
        .refine((fields) => differs(Object.values(fields)), { error: 'each field can show one thing' }),
    })
    .optional();

const templates = z
  .strictObject({
    payment_success: template('payment_success'),
    points_low: template('points_low'),
    points_expiring: template('points_expiring'),
  })
  .refine((all) => differs(NOTICE_KINDS.map((kind) => all[kind]?.id)), {
    error: 'each kind needs a template of its own',
  });

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('expected JSON such as {"payment_success":{"id":"…","fields":{"package":"thing1"}}}');
    return z.NEVER;
  }
});

/** Subscribe messages (订阅消息): each kind is sent if it has a template. */
export const subscribeMessagesShape = {
  WECHAT_TEMPLATES: json.pipe(templates).optional(),
  /** Which version of the mini-program a message opens. */
  WECHAT_MINIPROGRAM_STATE: z
    .enum(['formal', 'trial', 'developer'], { error: 'expected formal, trial or developer' })
    .default('formal'),
};

type SubscribeMessagesEnvironment = z.infer<z.ZodObject<typeof subscribeMessagesShape>>;

export const toMessageSettings = (env: SubscribeMessagesEnvironment): MessageSettings => ({
  templates: env.WECHAT_TEMPLATES ?? {},
  state: env.WECHAT_MINIPROGRAM_STATE,
});

/** Of the simulator, which knows every template. */
export const SIMULATED_TEMPLATES = {
  payment_success: {
    id: 'payment-success',
    fields: { package: 'thing1', amount: 'amount2', points: 'number3', time: 'time4' },
  },
  points_low: { id: 'points-low', fields: { points: 'number1', note: 'thing2', time: 'time3' } },
  points_expiring: { id: 'points-expiring', fields: { points: 'number1', date: 'date2', note: 'thing3' } },
} as const satisfies MessageSettings['templates'];
