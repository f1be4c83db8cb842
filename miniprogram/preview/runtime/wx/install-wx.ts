import type { Bundle } from '../bundle.ts';
import { complain } from '../complain.ts';
import type { PageStack } from '../page-stack.ts';
import type { Shell } from '../shell/shell.ts';
import { createAnimation } from './animation.ts';
import { later } from './call.ts';
import { clipboard, copied } from './clipboard.ts';
import { device } from './device.ts';
import { feedback } from './feedback.ts';
import { unloadAlert } from './leaving.ts';
import { navigation } from './navigation.ts';
import { pageFunctions } from './page-functions.ts';
import { requestPayment, requestVirtualPayment } from './payment.ts';
import { request, uploadFile } from './request.ts';
import { storage } from './storage.ts';
import { askToSubscribe } from './subscribe.ts';
import { askWechat, loginCode } from './wechat.ts';

type Parts = { readonly pages: PageStack; readonly shell: Shell; readonly bundle: Bundle; readonly launch: object };

/** Puts `wx` in place. What it does not have is a mistake, since WeChat may have it and we have not tried it. */
export function installWx({ pages, shell, launch }: Parts) {
  const subscribed: string[][] = [];
  const wx: Readonly<Record<string, unknown>> = {
    ...{ ...device(shell), ...storage, ...feedback, ...clipboard },
    ...{ ...navigation(pages), ...pageFunctions(pages, shell), createAnimation, request, uploadFile },
    ...unloadAlert(pages),
    login: later('login', async () => ({ code: await loginCode() })),
    checkSession: later('checkSession', () => {}),
    requestPayment: requestPayment(appId),
    requestVirtualPayment,
    requestSubscribeMessage: later('requestSubscribeMessage', async ({ tmplIds }) => {
      subscribed.push(tmplIds as string[]);
      return askToSubscribe(tmplIds as string[]);
    }),
    openSetting: later('openSetting', () => ({ authSetting: {} })),
    getSetting: later('getSetting', () => ({ authSetting: {} })),
    openCustomerServiceChat: later('openCustomerServiceChat', () => {}),
    previewImage: later('previewImage', () => {}),
    showShareMenu: later('showShareMenu', () => {}),
    getAccountInfoSync: () => ({ miniProgram: { appId: '', envVersion: 'develop', version: '' } }),
    getLaunchOptionsSync: () => launch,
    getEnterOptionsSync: () => launch,
    getUpdateManager: () => updateManager,
    canIUse: () => true,
    env: { USER_DATA_PATH: 'wxfile://usr' },
  };
  const known = (target: Readonly<Record<string, unknown>>, name: string | symbol): unknown => {
    if (typeof name === 'symbol' || name in target) return target[name as string];
    if (!PROBED.has(name)) complain(`wx.${name} is not in the preview`);
    return undefined;
  };
  Object.assign(globalThis, { wx: new Proxy(wx, { get: known }) });
  return { hooks: { copied, subscribed: () => subscribed } };
}

/** What TDesign looks for before it decides what to do. */
const PROBED = new Set(['then', 'getSkylineInfoSync', 'worklet', 'getRenderer', 'loadFontFace', 'onLazyLoadError']);

const updateManager = { onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {} };

/** The mini-program itself never says it: WeChat knows which one it runs. */
async function appId(): Promise<string> {
  return (await askWechat<{ appid: string }>('/account')).appid;
}
