import { BuiltInElement } from './built-in-element.ts';

export class ScrollViewElement extends BuiltInElement {
  static readonly observedAttributes = ['scroll-top', 'scroll-left', 'scroll-into-view'];
  #isAtEnd = false;

  connectedCallback(): void {
    this.addEventListener('scroll', (event) => {
      event.stopPropagation();
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight } = this;
      this.tell('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth });
      const isAtEnd = scrollTop + clientHeight >= scrollHeight - Number(this.text('lower-threshold') || 50);
      if (isAtEnd && !this.#isAtEnd) this.tell('scrolltolower', { direction: 'bottom' });
      this.#isAtEnd = isAtEnd;
      if (scrollTop <= 0) this.tell('scrolltoupper', { direction: 'top' });
    });
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    const behavior = this.isSet('scroll-with-animation') ? 'smooth' : 'auto';
    const distance = Number.parseFloat(value ?? '') || 0;
    requestAnimationFrame(() => {
      if (name === 'scroll-top') this.scrollTo({ top: distance, behavior });
      else if (name === 'scroll-left') this.scrollTo({ left: distance, behavior });
      else if (value) this.querySelector(`[id$="${CSS.escape(value)}"]`)?.scrollIntoView({ behavior });
    });
  }
}

export class SwiperElement extends BuiltInElement {
  static readonly observedAttributes = ['current'];
  #current = 0;

  connectedCallback(): void {
    this.addEventListener('scroll', (event) => {
      event.stopPropagation();
      const current = Math.round(this.scrollLeft / (this.clientWidth || 1));
      if (current === this.#current) return;
      this.#current = current;
      this.tell('change', { current, source: 'touch' });
      this.tell('animationfinish', { current, source: 'touch' });
    });
  }

  attributeChangedCallback(_name: string, _before: string | null, value: string | null): void {
    const current = Number(value) || 0;
    if (current === this.#current) return;
    this.#current = current;
    requestAnimationFrame(() => this.scrollTo({ left: current * this.clientWidth }));
  }
}
