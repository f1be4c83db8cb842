import { BuiltInElement } from './built-in-element.ts';

const SWITCH = `<style>:host{display:inline-block}i{display:block;width:52px;height:32px;border-radius:16px;position:relative;background:var(--track)}
i:after{content:"";position:absolute;top:2px;left:var(--at);width:28px;height:28px;border-radius:50%;background:#fff}</style><i></i>`;
const BOX = `<style>:host{display:inline-block}i{display:inline-block;width:20px;height:20px;border:1px solid #ccc;border-radius:var(--round);text-align:center;line-height:20px;font-style:normal;color:#07c160;vertical-align:middle;margin-right:5px}
i:after{content:var(--mark)}</style><i></i><slot></slot>`;

/** What is on or off. */
abstract class ToggleElement extends BuiltInElement {
  static readonly observedAttributes = ['checked', 'color', 'disabled'];
  checked = false;

  connectedCallback(): void {
    this.draw();
    this.addEventListener('click', () => {
      if (!this.isSet('disabled')) this.tapped();
    });
  }

  attributeChangedCallback(name: string): void {
    if (name === 'checked') this.checked = this.isSet(name);
    this.draw();
  }

  protected abstract tapped(): void;
  protected abstract draw(): void;
}

export class SwitchElement extends ToggleElement {
  get value(): boolean {
    return this.checked;
  }

  protected tapped(): void {
    this.checked = !this.checked;
    this.draw();
    this.__model?.['checked']?.(this.checked);
    this.tell('change', { value: this.checked });
  }

  protected draw(): void {
    this.shadow.innerHTML = SWITCH;
    this.style.setProperty('--track', this.checked ? this.text('color') || '#07c160' : '#ddd');
    this.style.setProperty('--at', this.checked ? '22px' : '2px');
  }
}

class BoxElement extends ToggleElement {
  protected round = '3px';
  protected group: 'wx-checkbox-group' | 'wx-radio-group' = 'wx-checkbox-group';

  get value(): string {
    return this.text('value');
  }

  protected tapped(): void {
    this.checked = !this.checked;
    this.finish();
  }

  protected finish(): void {
    this.draw();
    (this.closest(this.group) as GroupElement | null)?.changed();
  }

  protected draw(): void {
    this.shadow.innerHTML = BOX;
    this.style.setProperty('--round', this.round);
    this.style.setProperty('--mark', this.checked ? '"✓"' : '""');
  }
}

export class CheckboxElement extends BoxElement {}

export class RadioElement extends BoxElement {
  protected override round = '50%';
  protected override group = 'wx-radio-group' as const;

  protected override tapped(): void {
    for (const other of this.closest(this.group)?.querySelectorAll<RadioElement>('wx-radio') ?? [])
      other.#set(other === this);
    this.finish();
  }

  #set(isChecked: boolean): void {
    this.checked = isChecked;
    this.draw();
  }
}

abstract class GroupElement extends BuiltInElement {
  abstract get value(): unknown;

  changed(): void {
    this.tell('change', { value: this.value });
  }
}

export class CheckboxGroupElement extends GroupElement {
  get value(): string[] {
    return [...this.querySelectorAll<CheckboxElement>('wx-checkbox')]
      .filter(({ checked }) => checked)
      .map((each) => each.value);
  }
}

export class RadioGroupElement extends GroupElement {
  get value(): string {
    return [...this.querySelectorAll<RadioElement>('wx-radio')].find(({ checked }) => checked)?.value ?? '';
  }
}
