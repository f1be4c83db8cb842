import type { Request } from 'express';
import type { Platform } from '../../../domain/ordering/payment-channel.ts';

/** What `wx.getDeviceInfo().platform` says; anything else is a computer or a system that WeChat's rules do not name. */
const KNOWN: ReadonlyMap<string, Platform> = new Map([
  ['android', 'android'],
  ['ios', 'ios'],
]);

/** From the header `X-Client-Platform`. It decides which gateway serves the buyer, and what is shown to him. */
export const clientPlatform = (req: Request): Platform =>
  KNOWN.get(req.get('x-client-platform')?.toLowerCase() ?? '') ?? 'other';
