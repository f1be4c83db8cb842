import { BuiltInElement } from './built-in-element.ts';

const ATTRIBUTES = ['value', 'placeholder', 'disabled', 'type', 'password', 'maxlength', 'focus'];
const STYLE = `<style>:host{display:block;min-height:1.4em;overflow:hidden;cursor:text}
input,textarea{font:inherit;color:inherit;text-align:inherit;width:100%;height:100%;border:0;outline:0;background:none;padding:0;margin:0;display:block;box-sizing:border-box;resize:none}
::placeholder{color:gray}</style>`;
const KEYBOARDS: Readonly<Record<string, string>> = { number: 'numeric', digit: 'decimal' };

/** `<input>` and `<textarea>`. */
abstract class FieldElement extends BuiltInElement {
  static readonly observedAttributes = ATTRIBUTES;
  protected abstract readonly inner: HTMLInputElement | HTMLTextAreaElement;

  connectedCallback(): void {
    if (this.inner.isConnected) return;
    this.shadow.innerHTML = STYLE;
    this.shadow.append(this.inner);
    for (const name of ATTRIBUTES) this.attributeChangedCallback(name);
    this.#listen();
  }

  get value(): string {
    return this.inner.value;
  }

  attributeChangedCallback(name: string): void {
    const { inner } = this;
    const text = this.text(name);
    if (name === 'value' && inner.value !== text) inner.value = text;
    if (name === 'placeholder') inner.placeholder = text;
    if (name === 'disabled') inner.disabled = this.isSet(name);
    if (name === 'maxlength' && Number(text) >= 0 && text) inner.maxLength = Number(text);
    if (name === 'focus' && this.isSet(name)) setTimeout(() => inner.focus());
    if (!(inner instanceof HTMLInputElement)) return;
    if (name === 'password') inner.type = this.isSet(name) ? 'password' : 'text';
    if (name === 'type') inner.inputMode = KEYBOARDS[text] ?? 'text';
  }

  #listen(): void {
    const on = (type: string, tell: () => void): void => {
      this.inner.addEventListener(type, (event) => {
        event.stopPropagation();
        tell();
      });
    };
    on('input', () => {
      const { value, selectionStart: cursor } = this.inner;
      this.__model?.['value']?.(value);
      this.tell('input', { value, cursor, keyCode: 0 });
    });
    on('focus', () => this.tell('focus', { value: this.value, height: 0 }));
    on('blur', () => this.tell('blur', { value: this.value }));
    on('change', () => {});
    this.inner.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Enter' && this.inner instanceof HTMLInputElement) {
        this.tell('confirm', { value: this.value });
      }
    });
  }
}

export class InputElement extends FieldElement {
  protected readonly inner = document.createElement('input');

  /** The keyboard of WeChat that offers the nickname also tells when WeChat has looked at what was typed. */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.text('type') !== 'nickname') return;
    this.inner.addEventListener('blur', () => this.tell('nicknamereview', { pass: true, timeout: false }));
  }
}

export class TextareaElement extends FieldElement {
  protected readonly inner = document.createElement('textarea');
}
