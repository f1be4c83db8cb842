/** The value, or `undefined` when the text is not JSON. Never an error: Node's SyntaxError quotes the text it failed on. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
