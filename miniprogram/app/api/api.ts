import { createClient } from './client';
import { wechatPhone } from './phone';

/** The one client of the mini-program. Pages call the functions of the files beside it. */
export const api = createClient(wechatPhone);
