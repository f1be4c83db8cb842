import { element } from './element.ts';

const FAR_ENOUGH_PX = 60;

/** Pulling the page down at its top, which WeChat turns into onPullDownRefresh. */
export class PullDown {
  readonly #dots = element('div', 'shell-dots', '<i></i><i></i><i></i>');
  readonly #pulled: () => void;
  #startY: number | null = null;
  #isOn = false;

  constructor(pages: HTMLElement, pulled: () => void) {
    this.#pulled = pulled;
    pages.append(this.#dots);
    pages.addEventListener('touchstart', (event) => this.#begin(event), { passive: true });
    pages.addEventListener('touchend', (event) => this.#end(event), { passive: true });
  }

  enable(isOn: boolean): void {
    this.#isOn = isOn;
    this.stop();
  }

  pull(): void {
    if (!this.#isOn) return;
    this.#dots.classList.add('is-pulled');
    this.#pulled();
  }

  stop(): void {
    this.#dots.classList.remove('is-pulled');
  }

  #begin({ target, touches }: TouchEvent): void {
    const page = (target as HTMLElement).closest?.('wx-page');
    this.#startY = page && page.scrollTop <= 0 ? (touches[0]?.clientY ?? null) : null;
  }

  #end({ changedTouches }: TouchEvent): void {
    const endY = changedTouches[0]?.clientY ?? 0;
    if (this.#startY !== null && endY - this.#startY > FAR_ENOUGH_PX) this.pull();
    this.#startY = null;
  }
}
