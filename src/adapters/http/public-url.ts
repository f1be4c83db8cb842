import type { Application, Request } from 'express';

const SETTING = 'seahorse public url';

export const setPublicUrl = (app: Application, url: string): void => void app.set(SETTING, url);

/** Where browsers reach us, without a slash at its end. */
export const publicUrlOf = (req: Request): string => req.app.get(SETTING);
