import { onSettings, settings } from '../settings.ts';
import { insets } from '../shell/insets.ts';
import type { Shell } from '../shell/shell.ts';
import { later } from './call.ts';

type Listener = (event: object) => void;

/** What the phone is, and what WeChat on it is set to. */
export function device(shell: Shell) {
  const getWindowInfo = () => {
    const [width, height, { top, bottom }] = [innerWidth, innerHeight, insets()];
    const safeArea = { left: 0, top, right: width, bottom: height - bottom, width, height: height - top - bottom };
    return {
      ...{ pixelRatio: devicePixelRatio, screenWidth: width, screenHeight: height, statusBarHeight: top, safeArea },
      ...{ windowWidth: width, windowHeight: height - shell.pageTop, screenTop: shell.pageTop },
    };
  };
  const getDeviceInfo = () => {
    const { platform } = settings();
    const model = { android: 'Pixel 9', ios: 'iPhone 15', devtools: 'iPhone 15' }[platform];
    return { brand: platform, model, system: platform, platform, benchmarkLevel: 1, abi: 'arm64', memorySize: 4096 };
  };
  const getAppBaseInfo = () => {
    const { theme, fontSize } = settings();
    const font = { fontSizeSetting: fontSize, fontSizeScaleFactor: fontSize / 17 };
    return { SDKVersion: '3.8.12', version: '8.0.60', language: 'zh_CN', theme, ...font, host: { env: 'WeChat' } };
  };
  const getMenuButtonBoundingClientRect = () => {
    const top = insets().top + 6;
    return { width: 87, height: 32, top, bottom: top + 32, right: innerWidth - 7, left: innerWidth - 94 };
  };
  const networkType = (): string => (settings().online ? 'wifi' : 'none');
  return {
    ...{ getWindowInfo, getDeviceInfo, getAppBaseInfo, getMenuButtonBoundingClientRect },
    getSystemInfoSync: () => ({ ...getWindowInfo(), ...getDeviceInfo(), ...getAppBaseInfo() }),
    getSystemSetting: () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true }),
    getAppAuthorizeSetting: () => ({ notificationAuthorized: 'authorized' }),
    getNetworkType: later('getNetworkType', () => ({ networkType: networkType() })),
    ...listeners(networkType),
    vibrateShort: later('vibrateShort', () => {}),
    hideKeyboard: later('hideKeyboard', () => (document.activeElement as HTMLElement | null)?.blur()),
  };
}

function listeners(networkType: () => string) {
  const [themes, networks] = [new Set<Listener>(), new Set<Listener>()];
  onSettings((now, before) => {
    if (now.theme !== before.theme) for (const listener of themes) listener({ theme: now.theme });
    if (now.online === before.online) return;
    for (const listener of networks) listener({ isConnected: now.online, networkType: networkType() });
  });
  return {
    onThemeChange: (listener: Listener) => void themes.add(listener),
    offThemeChange: (listener: Listener) => void themes.delete(listener),
    onNetworkStatusChange: (listener: Listener) => void networks.add(listener),
    offNetworkStatusChange: (listener: Listener) => void networks.delete(listener),
    // Nothing here changes the size of the window, opens a keyboard or takes screenshots.
    ...Object.fromEntries(SILENT.map((name) => [name, () => {}])),
  };
}

const SILENT = ['onWindowResize', 'offWindowResize', 'onKeyboardHeightChange', 'offKeyboardHeightChange'].concat(
  [
    'onAppShow',
    'offAppShow',
    'onAppHide',
    'offAppHide',
    'onError',
    'offError',
    'onUnhandledRejection',
    'onMemoryWarning',
  ],
  ['onUserCaptureScreen', 'offUserCaptureScreen', 'onPageNotFound', 'offMemoryWarning'],
);
