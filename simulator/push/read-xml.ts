const element = /<([A-Za-z]\w*)>(?:((?:<!\[CDATA\[.*?\]\]>)+)|([^<&]*))<\/\1>\s*/sy;
const section = /<!\[CDATA\[(.*?)\]\]>/gs;

/** The elements of a flat message: CDATA sections or plain text, and nothing else. Undefined for any other XML. */
export function readFlatXml(text: string): ReadonlyMap<string, string> | undefined {
  const inside = /^\s*<xml>\s*(.*)<\/xml>\s*$/s.exec(text)?.[1];
  if (inside === undefined) return undefined;
  const fields = new Map<string, string>();
  element.lastIndex = 0;
  while (element.lastIndex < inside.length) {
    const [, name, sections, plain] = element.exec(inside) ?? [];
    if (name === undefined || fields.has(name)) return undefined;
    fields.set(name, plain ?? [...String(sections).matchAll(section)].map(([, part]) => part).join(''));
  }
  return fields;
}
