export type XmlElement = { readonly [name: string]: string | XmlElement };

const openTag = /\s*<([A-Za-z_][\w.-]{0,63})>/y;
const cdata = /\s*<!\[CDATA\[(.*?)\]\]>/sy;
const plainText = /[^<&]*/y;
const deepest = 4;

/**
 * The XML of WeChat's pushes and nothing beyond it: elements without attributes that hold elements, CDATA or plain text. No
 * declarations, entities or comments, so that there is nothing to expand or to fetch. `undefined` for everything else.
 */
export function parseXml(text: string): XmlElement | undefined {
  const reader = new Reader(text.trim());
  const root = reader.element(0);
  return root?.name === 'xml' && reader.isAtEnd() && typeof root.content === 'object' ? root.content : undefined;
}

type Element = { readonly name: string; readonly content: string | XmlElement };

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  element(depth: number): Element | undefined {
    const name = this.#take(openTag)?.[1];
    if (name === undefined || depth === deepest) return undefined;
    const content = this.#content(depth);
    const end = `</${name}>`;
    if (content === undefined || !this.#text.startsWith(end, this.#at)) return undefined;
    this.#at += end.length;
    return { name, content };
  }

  #content(depth: number): string | XmlElement | undefined {
    const section = this.#take(cdata);
    if (section) return this.#sections(section[1] as string);
    if (!this.#looksAt(openTag)) return this.#take(plainText)?.[0].trim();
    const elements = new Map<string, string | XmlElement>();
    while (this.#looksAt(openTag)) {
      const element = this.element(depth + 1);
      // Of two of one name, which would count?
      if (!element || elements.has(element.name)) return undefined;
      elements.set(element.name, element.content);
    }
    this.#take(/\s*/y);
    return Object.fromEntries(elements);
  }

  /** A text that contains the end mark is told in several sections. */
  #sections(first: string): string {
    let text = first;
    for (let next = this.#take(cdata); next; next = this.#take(cdata)) text += next[1];
    this.#take(/\s*/y);
    return text;
  }

  #looksAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}
