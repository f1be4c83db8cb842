import { BuiltInElement } from './built-in-element.ts';

/** The first tag of a page; says how the page itself looks. */
export class PageMetaElement extends BuiltInElement {
  static readonly observedAttributes = ['page-style', 'root-font-size', 'background-color'];

  connectedCallback(): void {
    this.attributeChangedCallback();
  }

  attributeChangedCallback(): void {
    const page = this.closest<HTMLElement>('wx-page');
    if (!page) return;
    page.style.cssText = this.text('page-style');
    if (this.text('background-color')) page.style.background = this.text('background-color');
  }
}
