/** Where a buyer stands. The three of the mini-program are what `wx.getDeviceInfo` tells, boiled down to what WeChat's rules tell apart. */
export const PLATFORMS = ['android', 'ios', 'other', 'web'] as const;
export type Platform = (typeof PLATFORMS)[number];

/**
 * `jsapi`: WeChat Pay inside the mini-program. `native`: WeChat Pay by QR code. `xpay`: the mini-program's virtual payment
 * (小程序虚拟支付), which WeChat demands for virtual goods.
 */
export const GATEWAY_NAMES = ['jsapi', 'native', 'xpay'] as const;
export type GatewayName = (typeof GATEWAY_NAMES)[number];

/** `off`: nothing may be sold there, and no price shown (WeChat's rule for virtual goods on iOS). */
export type Channel = GatewayName | 'off';

/** The operator's choice, from the configuration. */
export type Channels = Readonly<Record<Platform, Channel>>;

/** What can work on a platform at all: a QR code cannot be scanned by the phone that shows it. */
export const CHANNELS_OF: Readonly<Record<Platform, readonly Channel[]>> = {
  android: ['jsapi', 'xpay', 'off'],
  ios: ['jsapi', 'xpay', 'off'],
  other: ['jsapi', 'xpay', 'off'],
  web: ['native', 'off'],
};
