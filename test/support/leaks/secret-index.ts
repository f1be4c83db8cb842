import type { SecretRecord } from './records.ts';

/** Of a secret, or of a form of it; `offset` is where the letters begin by which it is looked up. */
type Form = { readonly kind: string; readonly text: string; readonly offset: number };

const LETTERS = 8;
const WORD_START = /(?<![0-9A-Za-z])[0-9A-Za-z]/g;

/** Finds which of very many secrets a text holds, in the time of a look-up per word. */
export class SecretIndex {
  readonly #forms = new Map<string, Form[]>();

  constructor(secrets: Iterable<SecretRecord>) {
    for (const { kind, value } of secrets) for (const text of formsOf(value)) this.#add(kind, text);
  }

  /** The kinds of secrets in this text. */
  kindsIn(text: string): string[] {
    const kinds = new Set<string>();
    for (const { index } of text.matchAll(WORD_START)) {
      for (const form of this.#forms.get(text.slice(index, index + LETTERS)) ?? []) {
        if (index >= form.offset && text.startsWith(form.text, index - form.offset)) kinds.add(form.kind);
      }
    }
    return [...kinds];
  }

  #add(kind: string, text: string): void {
    const offset = text.search(WORD_START);
    const letters = text.slice(offset, offset + LETTERS);
    if (offset < 0 || letters.length < LETTERS) return;
    const same = this.#forms.get(letters) ?? [];
    same.push({ kind, text, offset });
    this.#forms.set(letters, same);
  }
}

/** As it is, and as a query or JSON carries it. */
const formsOf = (value: string): Set<string> =>
  new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);
