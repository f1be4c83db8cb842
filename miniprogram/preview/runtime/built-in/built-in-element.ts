import type { Models } from '../backend.ts';
import { engine, type ShadowElement } from '../engine.ts';

/** A custom element that stands for one of WeChat's own tags. */
export abstract class BuiltInElement extends HTMLElement implements Models {
  declare __model?: NonNullable<Models['__model']>;
  declare readonly __wxElement?: ShadowElement;

  protected get shadow(): ShadowRoot {
    return this.shadowRoot ?? this.attachShadow({ mode: 'open' });
  }

  /** Tells the page, as a `bind:type` of it listens for. */
  tell(type: string, detail: object = {}): void {
    if (this.__wxElement) engine.triggerEvent(this.__wxElement, type, detail, { bubbles: false, composed: false });
  }

  /** The value as the template gave it: in the document, undefined would look like an empty text. */
  given(name: string): unknown {
    const attributes = this.__wxElement?._$nodeAttributes;
    return attributes && name in attributes ? attributes[name] : this.getAttribute(name);
  }

  isSet(name: string): boolean {
    const value = this.given(name);
    return value !== null && value !== undefined && value !== false && value !== 'false' && value !== 0;
  }

  text(name: string): string {
    return this.getAttribute(name) ?? '';
  }
}
