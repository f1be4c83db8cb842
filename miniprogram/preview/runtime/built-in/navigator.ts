import { BuiltInElement } from './built-in-element.ts';

type Move = (options: { url: string; delta: number; fail(error: object): void }) => unknown;
const MOVES: Readonly<Record<string, string>> = {
  ...{ navigate: 'navigateTo', redirect: 'redirectTo', switchTab: 'switchTab', reLaunch: 'reLaunch' },
  navigateBack: 'navigateBack',
};

export class NavigatorElement extends BuiltInElement {
  connectedCallback(): void {
    this.addEventListener('click', () => {
      const wx = (globalThis as unknown as { wx: Readonly<Record<string, Move>> }).wx;
      const move = wx[MOVES[this.text('open-type') || 'navigate'] ?? ''];
      move?.({
        url: this.text('url'),
        delta: Number(this.text('delta') || 1),
        fail: (error) => this.tell('fail', error),
      });
    });
  }
}
