import { complain } from '../complain.ts';
import type { PageStack } from '../page-stack.ts';
import { type Given, later, Refused, textOf } from './call.ts';

/** A move that WeChat refuses is a mistake of the mini-program. */
const move = (name: string, go: (given: Given) => string | null) =>
  later(name, (given) => {
    const refusal = go(given);
    if (refusal === null) return;
    if (name !== 'navigateBack') complain(`${name} ${String(given['url'])}: ${refusal}`);
    throw new Refused(refusal);
  });

export const navigation = (pages: PageStack) => ({
  navigateTo: move('navigateTo', (given) => pages.navigateTo(textOf(given, 'url'))),
  redirectTo: move('redirectTo', (given) => pages.redirectTo(textOf(given, 'url'))),
  reLaunch: move('reLaunch', (given) => pages.reLaunch(textOf(given, 'url'))),
  switchTab: move('switchTab', (given) => pages.switchTab(textOf(given, 'url'))),
  navigateBack: move('navigateBack', ({ delta }) => pages.navigateBack(typeof delta === 'number' ? delta : 1)),
});
