import { type EventOptions, engine, type ShadowElement } from './engine.ts';

/** Set on the elements of the document by `model:value="{{…}}"`. */
export type Models = { __model?: Record<string, (value: unknown) => void> };

/** WeChat's own tags become custom elements `wx-…`; everything else is the document's. */
export function createBackend(tags: readonly string[]) {
  const builtIn = new Set(tags);
  class Backend extends engine.CurrentWindowBackendContext {
    readonly document = {
      createElement: (tag: string) => document.createElement(builtIn.has(tag) ? `wx-${tag}` : tag),
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    };
    setModelBindingStat(element: Models, name: string, listen: (value: unknown) => void): void {
      element.__model ??= {};
      element.__model[name] = listen;
    }
  }
  const backend = new Backend();
  backend.onEvent((target, type, detail, options) =>
    engine.triggerEvent(target, type, detail, { ...options, extraFields: touchesOf(options) }),
  );
  return backend;
}

function touchesOf({ originalEvent }: EventOptions): object {
  const point = ({ pageX, pageY, clientX, clientY, ...touch }: Touch | MouseEvent) => ({
    ...{ identifier: 'identifier' in touch ? touch.identifier : 0, pageX, pageY, clientX, clientY },
  });
  if (originalEvent?.touches) {
    return {
      touches: [...originalEvent.touches].map(point),
      changedTouches: [...originalEvent.changedTouches].map(point),
    };
  }
  if (originalEvent?.clientX === undefined) return {};
  return { touches: [point(originalEvent)], changedTouches: [point(originalEvent)] };
}

/** In a `style` of a template WeChat's units count as well. */
export function patchInlineStyles(): void {
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name: string, value: string) {
    setAttribute.call(this, name, name === 'style' ? inlineStyle(String(value)) : value);
  };
}

const inlineStyle = (style: string): string =>
  style
    .replace(/(-?[\d.]+)rpx\b/g, (_, n) => `${Number(n) / 7.5}vw`)
    .replace(/env\(safe-area-inset-(top|bottom|left|right)\)/g, (_, side) => `var(--safe-${side}, 0px)`);

/** Data attributes are written to the document, for tests; an attribute that is undefined or null is not set. */
export function patchElements(): void {
  const { prototype } = engine.Element;
  const { setDataset, setAttribute } = prototype;
  prototype['setDataset'] = function (this: ShadowElement, name: unknown, value: unknown) {
    setDataset?.call(this, name, value);
    if (this.$$) mirror(this.$$, String(name), value);
    // A component without an element of its own: the first element in it stands for it.
    else if (name === 'testid') queueMicrotask(() => mirror(firstElementIn(this), 'testid', value));
  };
  prototype['setAttribute'] = function (this: ShadowElement, name: unknown, value: unknown) {
    setAttribute?.call(this, name, value);
    if (value === undefined || value === null) this.$$?.removeAttribute?.(String(name));
  };
}

function mirror(element: HTMLElement | null, name: string, value: unknown): void {
  const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  element?.setAttribute?.(attribute, typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function firstElementIn(element: ShadowElement): HTMLElement | null {
  for (const child of (element.shadowRoot ?? element).childNodes ?? []) {
    const found = child.$$ instanceof HTMLElement ? child.$$ : firstElementIn(child);
    if (found) return found;
  }
  return null;
}
