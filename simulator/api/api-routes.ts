import { type ApiRoute, miniprogramPost } from './api-route.ts';
import { checkText } from './check-text.ts';
import { miniProgramCode } from './codes/mini-program-code.ts';
import { sendMessage } from './messages/send-message.ts';
import { createQrCode } from './official-account/create-qr-code.ts';
import { userInfo } from './official-account/user-info.ts';
import { phoneNumber } from './phone-number.ts';

export const apiRoutes: readonly ApiRoute[] = [
  miniprogramPost('/cgi-bin/message/subscribe/send', sendMessage),
  miniprogramPost('/wxa/msg_sec_check', checkText),
  miniprogramPost('/wxa/business/getuserphonenumber', phoneNumber),
  miniprogramPost('/wxa/getwxacodeunlimit', miniProgramCode),
  { method: 'get', path: '/cgi-bin/user/info', app: 'official_account', answer: userInfo },
  { method: 'post', path: '/cgi-bin/qrcode/create', app: 'official_account', answer: createQrCode },
];
