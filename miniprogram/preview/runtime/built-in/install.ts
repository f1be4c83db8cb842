import { BuiltInElement } from './built-in-element.ts';
import { ButtonElement } from './button.ts';
import { CheckboxElement, CheckboxGroupElement, RadioElement, RadioGroupElement, SwitchElement } from './choice.ts';
import { InputElement, TextareaElement } from './field.ts';
import { FormElement, LabelElement } from './form.ts';
import { ImageElement } from './image.ts';
import { NavigatorElement } from './navigator.ts';
import { PageMetaElement } from './page-meta.ts';
import { PickerElement } from './picker.ts';
import { RichTextElement } from './rich-text.ts';
import { ScrollViewElement, SwiperElement } from './scroll.ts';

class TextElement extends BuiltInElement {}

const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  ...{ image: ImageElement, input: InputElement, textarea: TextareaElement, text: TextElement, button: ButtonElement },
  ...{ 'scroll-view': ScrollViewElement, swiper: SwiperElement, form: FormElement, label: LabelElement },
  ...{ switch: SwitchElement, checkbox: CheckboxElement, radio: RadioElement, picker: PickerElement },
  ...{ 'checkbox-group': CheckboxGroupElement, 'radio-group': RadioGroupElement, navigator: NavigatorElement },
  ...{ 'rich-text': RichTextElement, 'page-meta': PageMetaElement },
};

export function installBuiltIns(): void {
  for (const [tag, element] of Object.entries(ELEMENTS)) customElements.define(`wx-${tag}`, element);
  dropLateClicks();
  showHover();
}

/** A tap may open something under the finger: the click that the browser sends afterwards is not meant for it. */
function dropLateClicks(): void {
  let pressed: EventTarget | undefined;
  document.addEventListener(
    'pointerdown',
    (event) => {
      [pressed] = event.composedPath();
    },
    true,
  );
  document.addEventListener(
    'click',
    (event) => {
      if (!event.isTrusted || !pressed || event.composedPath().includes(pressed)) return;
      event.stopImmediatePropagation();
      event.preventDefault();
    },
    true,
  );
}

/** `hover-class`, while a finger is on it. */
function showHover(): void {
  const ends = ['touchend', 'touchcancel', 'mouseup'] as const;
  const begin = ({ target }: Event): void => {
    const pressed = (target as HTMLElement).closest<BuiltInElement>('[hover-class]');
    const names = (pressed?.getAttribute('hover-class') ?? '').split(/\s+/).filter((name) => name && name !== 'none');
    if (!pressed || names.length === 0) return;
    const toggle = (isOn: boolean): void => {
      for (const name of names) pressed.__wxElement?.classList?.toggle(name, isOn);
    };
    const end = (): void => {
      setTimeout(() => toggle(false), 70);
      for (const type of ends) document.removeEventListener(type, end, true);
    };
    toggle(true);
    for (const type of ends) document.addEventListener(type, end, true);
  };
  document.addEventListener('touchstart', begin, true);
  document.addEventListener('mousedown', begin, true);
}
