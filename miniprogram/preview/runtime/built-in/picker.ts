import { pick } from '../shell/dialogs.ts';
import { BuiltInElement } from './built-in-element.ts';

/** `mode="selector"` and `mode="date"`. */
export class PickerElement extends BuiltInElement {
  connectedCallback(): void {
    this.addEventListener('click', () => {
      if (!this.isSet('disabled')) void this.#open();
    });
  }

  async #open(): Promise<void> {
    if (this.text('mode') === 'date') return this.#askForDate();
    const range = (this.given('range') ?? []) as unknown[];
    const key = this.text('range-key');
    const names = range.map((each) => String(key ? (each as Record<string, unknown>)[key] : each));
    const index = await pick(names);
    if (index === null) this.tell('cancel');
    else this.tell('change', { value: index });
  }

  #askForDate(): void {
    const input = document.createElement('input');
    Object.assign(input, { type: 'date', value: this.text('value'), min: this.text('start'), max: this.text('end') });
    input.style.cssText = 'position:absolute;inset:0;opacity:0';
    input.onchange = () => {
      this.tell('change', { value: input.value });
      input.remove();
    };
    this.append(input);
    input.showPicker?.();
  }
}
