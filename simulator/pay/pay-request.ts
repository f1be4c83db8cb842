/** An API v3 request as it came over the wire: the signature covers `target` and `rawBody` byte for byte. */
export type PayRequest = {
  readonly method: string;
  /** Path and query exactly as received. */
  readonly target: string;
  readonly rawBody: Buffer;
  header(name: string): string | undefined;
};

/** The JSON object in the body, or undefined when there is none. */
export function jsonObjectIn(rawBody: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(rawBody.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export const queryOf = (target: string): URLSearchParams =>
  new URLSearchParams(target.includes('?') ? target.slice(target.indexOf('?') + 1) : '');
