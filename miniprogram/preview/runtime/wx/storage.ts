import { settings } from '../settings.ts';
import { later, Refused, textOf } from './call.ts';

/** Each user of the phone has a storage of his own. */
const keyOf = (key: string): string => `storage:${settings().user}:${key}`;
const keys = (): string[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(keyOf('')))
    .map((key) => key.slice(keyOf('').length));

/** WeChat gives an empty text for what is not there. */
function read(key: string): unknown {
  const kept = localStorage.getItem(keyOf(key));
  return kept === null ? '' : JSON.parse(kept);
}
const write = (key: string, value: unknown): void => localStorage.setItem(keyOf(key), JSON.stringify(value));
const remove = (key: string): void => localStorage.removeItem(keyOf(key));

export const storage = {
  getStorageSync: read,
  setStorageSync: write,
  removeStorageSync: remove,
  clearStorageSync: () => keys().forEach(remove),
  getStorageInfoSync: () => ({ keys: keys(), currentSize: 0, limitSize: 10_240 }),
  getStorage: later('getStorage', (given) => {
    const key = textOf(given, 'key');
    if (localStorage.getItem(keyOf(key)) === null) throw new Refused('data not found');
    return { data: read(key) };
  }),
  setStorage: later('setStorage', (given) => write(textOf(given, 'key'), given['data'])),
  removeStorage: later('removeStorage', (given) => remove(textOf(given, 'key'))),
};
