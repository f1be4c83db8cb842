import { BuiltInElement } from './built-in-element.ts';

type RichNode =
  | string
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly name: string;
      readonly attrs?: Readonly<Record<string, string>>;
      readonly children?: readonly RichNode[];
    };

export class RichTextElement extends BuiltInElement {
  static readonly observedAttributes = ['nodes'];

  attributeChangedCallback(): void {
    const nodes = this.given('nodes') as string | readonly RichNode[] | null;
    if (typeof nodes === 'string') this.shadow.innerHTML = nodes;
    else this.shadow.replaceChildren(...(nodes ?? []).map(toDom));
  }
}

function toDom(node: RichNode): Node {
  if (typeof node === 'string') return document.createTextNode(node);
  if (!('name' in node)) return document.createTextNode(node.text);
  const made = document.createElement(node.name);
  for (const [name, value] of Object.entries(node.attrs ?? {})) made.setAttribute(name, value);
  made.append(...(node.children ?? []).map(toDom));
  return made;
}
