/** What the next payment comes to once its sheet is open. `ask` leaves it to whoever taps; `lose` pays, and the app never hears of it. */
export type NextPayment = 'ask' | 'pay' | 'cancel' | 'fail' | 'lose';

/** What the panel chooses, and what tests choose in the address. */
export type Settings = {
  readonly user: string;
  readonly payment: NextPayment;
  readonly online: boolean;
  readonly platform: 'devtools' | 'android' | 'ios';
  readonly theme: 'light' | 'dark';
  /** WeChat's 字体大小 in px: 17 is normal, 23 very large. */
  readonly fontSize: number;
  /** What the user says when he is asked whether he takes messages. */
  readonly messages: 'accept' | 'reject';
  /** A mistake of the mini-program is thrown, not only told. */
  readonly strict: boolean;
};

const KEY = 'preview:settings';
const NORMAL: Settings = {
  ...{
    user: 'xiaoma',
    payment: 'ask',
    online: true,
    platform: 'devtools',
    theme: 'light',
    fontSize: 17,
    messages: 'accept',
    strict: false,
  },
};

type Listener = (now: Settings, before: Settings) => void;
const listeners = new Set<Listener>();
let current: Settings = { ...NORMAL, ...kept(), ...asked() };

function kept(): Partial<Settings> {
  return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
}

/** `?user=bob&platform=ios&online=false&fontSize=23` */
function asked(): Partial<Settings> {
  const query = Object.fromEntries(new URLSearchParams(location.search));
  const known = Object.entries(query).filter(([name]) => name in NORMAL);
  return Object.fromEntries(known.map(([name, text]) => [name, readValue(text)])) as Partial<Settings>;
}

function readValue(text: string): unknown {
  return /^(true|false|\d+)$/.test(text) ? JSON.parse(text) : text;
}

export const settings = (): Settings => current;

export function changeSettings(change: Partial<Settings>): void {
  const before = current;
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify({ ...current, payment: 'ask', online: true }));
  for (const listener of listeners) listener(current, before);
}

export function onSettings(listener: Listener): void {
  listeners.add(listener);
}
