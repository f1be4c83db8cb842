import { PROBLEMS } from '../problem-table.ts';
import { escapeHtml } from './escape-html.ts';
import type { Page } from './page-frame.ts';
import { DOCS_PATH, ERRORS_PATH } from './site-map.ts';

const rows = Object.entries(PROBLEMS)
  .map(([code, { status, en, zh }]) => {
    const name = `<a href="#${code}"><code>${code}</code></a>`;
    const texts = [`${en.title}. ${en.next}`, `${zh.title}。${zh.next}`].map(escapeHtml);
    return `<tr id="${code}"><td>${name}</td><td>${status}</td><td>${texts[0]}</td><td lang="zh-CN">${texts[1]}</td></tr>`;
  })
  .join('\n');

const body = `<h1>Error codes</h1>
<p>Every problem is an <code>application/problem+json</code> document (RFC 9457). Branch on <code>code</code>. A refused call is no problem:
<a href="${DOCS_PATH}/charging-calls#refusals">its codes</a> come with 200.</p>
<div class="wide" tabindex="0"><table>
<thead><tr><th>code</th><th>status</th><th>what it means, what to do</th><th lang="zh-CN">用户看到的文字</th></tr></thead>
<tbody>
${rows}
</tbody>
</table></div>`;

/** Where the `type` of every problem leads: the table of codes. */
export const errorPage: Page = { language: 'en', at: ERRORS_PATH, title: 'Error codes', body, isProse: true };
