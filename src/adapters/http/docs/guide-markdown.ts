import MarkdownIt from 'markdown-it';
import { escapeHtml } from './escape-html.ts';

/** Markdown as guides are written in it. HTML within is shown as text. */
export const guideMarkdown = new MarkdownIt({ html: false });

const ENDS_IN_CHINESE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]$/u;

const { rules } = guideMarkdown.renderer;

// What is wider than a phone scrolls in a box of its own, by keyboard, too.
rules['table_open'] = () => '<div class="wide" tabindex="0"><table>\n';
rules['table_close'] = () => '</table></div>\n';
rules['fence'] = (tokens, at) => {
  const { info = '', content = '' } = tokens[at] ?? {};
  const language = escapeHtml(info.trim());
  return `<div class="code"><pre tabindex="0"><code class="language-${language}">${escapeHtml(content)}</code></pre></div>\n`;
};

// Chinese has no blanks between its words: a line that goes on is no reason for one.
rules['softbreak'] = (tokens, at) => (ENDS_IN_CHINESE.test(tokens[at - 1]?.content ?? '') ? '' : '\n');

// What stands below the title is a link to itself.
rules['heading_open'] = (tokens, at) => {
  const id = tokens[at]?.attrGet('id');
  return tokens[at]?.tag === 'h1'
    ? `<h1 id="${id}">`
    : `<${tokens[at]?.tag} id="${id}"><a class="anchor" href="#${id}">`;
};
rules['heading_close'] = (tokens, at) => (tokens[at]?.tag === 'h1' ? '</h1>\n' : `</a></${tokens[at]?.tag}>\n`);
