import type { RequestHandler } from 'express';
import { PROBLEMS } from './problem-table.ts';

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const rows = Object.entries(PROBLEMS)
  .map(([code, { status, en, zh }]) => {
    const cells = [`<code>${code}</code>`, status, escapeHtml(`${en.title}. ${en.next}`), `${zh.title}。${zh.next}`];
    return `<tr id="${code}">${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  })
  .join('\n');

const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Hot Seahorse: error codes</title>
<style>body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}
td,th{border-bottom:1px solid #ddd;padding:.4rem .8rem;text-align:left;vertical-align:top}tr:target{background:#fff3c4}</style>
<h1>Error codes</h1>
<p>Every problem is an <code>application/problem+json</code> document (RFC 9457). Branch on <code>code</code>.</p>
<table><tr><th>code</th><th>status</th><th>what it means, what to do</th><th>用户看到的文字</th></tr>
${rows}
</table></html>`;

/** Where the `type` of every problem leads: the table of codes. */
export const errorPage: RequestHandler = (_req, res) => {
  res.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'").type('html').send(page);
};
