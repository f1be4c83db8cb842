import type { Channel, Platform } from '../../domain/ordering/payment-channel.ts';
import { PROBLEMS, type ProblemCode } from './problem-table.ts';

/** Where nothing is sold, the reason is all that is shown: WeChat forbids prices there, and any hint to another way. */
export const closedProblem = (platform: Platform) =>
  (platform === 'ios' ? 'purchase_unavailable_ios' : 'purchase_unavailable') satisfies ProblemCode;

/** Tells a client how its user pays, before anything is placed. */
export const channelJson = (
  channel: Channel,
  platform: Platform,
): { readonly gateway: Channel; readonly message?: string } =>
  channel === 'off' ? { gateway: channel, message: PROBLEMS[closedProblem(platform)].zh.title } : { gateway: channel };
