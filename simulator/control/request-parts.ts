import type { Request } from 'express';

export const bodyOf = (request: Request): unknown => request.body ?? {};
export const outTradeNoIn = (request: Request): string => String(request.params['outTradeNo']);
export const outRefundNoIn = (request: Request): string => String(request.params['outRefundNo']);
