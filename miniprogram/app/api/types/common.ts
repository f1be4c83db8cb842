export type Instant = string;
export type Gateway = 'jsapi' | 'xpay' | 'native' | 'off';
/** On `off` nothing is sold: no price, no button to buy, no hint to another way. `message` is what may be said. */
export type Channel = { readonly gateway: Gateway; readonly message?: string };
