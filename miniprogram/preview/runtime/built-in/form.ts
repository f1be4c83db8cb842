import { BuiltInElement } from './built-in-element.ts';

export class FormElement extends BuiltInElement {
  submit(): void {
    this.tell('submit', { value: this.#values() });
  }

  reset(): void {
    this.tell('reset');
  }

  #values(): object {
    const fields = [...this.querySelectorAll<HTMLElement>('[name]')].filter((field) => 'value' in field);
    return Object.fromEntries(fields.map((field) => [field.getAttribute('name'), (field as HTMLInputElement).value]));
  }
}

export class LabelElement extends BuiltInElement {
  connectedCallback(): void {
    this.addEventListener('click', ({ target }) => {
      if ((target as HTMLElement).closest('wx-switch,wx-checkbox,wx-radio,wx-input')) return;
      this.querySelector<HTMLElement>('wx-switch,wx-checkbox,wx-radio')?.click();
    });
  }
}
