import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * Whether it is text with a space in it: a sentence for people. Names that the code goes by have none.
 * @param {{ type: string, value?: unknown, quasis?: { value: { raw: string } }[] }} node of Babel's
 */
function isInWords({ type, value, quasis = [] }) {
  if (type === 'StringLiteral') return typeof value === 'string' && value.includes(' ');
  return type === 'TemplateLiteral' && quasis.some((quasi) => quasi.value.raw.includes(' '));
}

/** What messages say is not for tests: a mutant that empties one would only ask for a copy of its text. */
const inWords = {
  shouldIgnore: ({ node }) => (isInWords(node) ? 'a sentence for people' : undefined),
};

/** Stryker loads this file as a plugin, in processes that know no TypeScript, and looks for this name. */
export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'words', inWords)];
