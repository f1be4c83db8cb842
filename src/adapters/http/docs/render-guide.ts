import type { Token } from 'markdown-it';
import { guideMarkdown } from './guide-markdown.ts';
import { slugOf } from './slug-of.ts';

export type RenderedGuide = { readonly title: string; readonly html: string };

/** A guide as HTML: headings have anchors as on a forge, links go through `linkTo`. Its first heading is its title. */
export function renderGuide(text: string, linkTo: (href: string) => string): RenderedGuide {
  const tokens = guideMarkdown.parse(text, {});
  for (const token of tokens) for (const child of token.children ?? []) relink(child, linkTo);
  const headings = tokens.flatMap((open, at) =>
    open.type === 'heading_open' ? [{ open, heading: textOf(tokens[at + 1]) }] : [],
  );
  for (const { open, heading } of headings) open.attrSet('id', slugOf(heading));
  const html = guideMarkdown.renderer.render(tokens, guideMarkdown.options, {});
  return { title: headings[0]?.heading ?? '', html };
}

function relink(token: Token, linkTo: (href: string) => string): void {
  const href = token.type === 'link_open' ? token.attrGet('href') : null;
  if (href !== null) token.attrSet('href', linkTo(String(href)));
}

const textOf = (inline: Token | undefined): string => (inline?.children ?? []).map(({ content }) => content).join('');
