/** The groups of routes in the document, in its order. */
export const TAGS = {
  Usage: 'Calls of known cost: verify a key and take points in one step, before the call is served.',
  Holds: 'Calls of unknown cost: set points aside before, take what it was afterwards.',
  Keys: 'Whose a key is, and what it may do now.',
  Users: 'What users have, and which of them stand for users of the service.',
  Checkout: 'Sell points to a user of the service, on a page of ours.',
} as const;
export type Tag = keyof typeof TAGS;
