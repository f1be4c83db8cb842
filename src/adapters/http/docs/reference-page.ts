import type { Page } from './page-frame.ts';
import { REFERENCE_PATH } from './site-map.ts';

const DOCUMENT = '/internal/v1/openapi.json';

const body = `<h1>API reference</h1>
<p>For programs: <a href="${DOCUMENT}">the OpenAPI 3.1 document</a> that this page is made of. What you try out here is a real
request to this server, with the token that you give the page; it keeps that in memory, and forgets it when you leave.</p>
<div id="reference" data-document="${DOCUMENT}"></div>
<noscript><p>This page needs JavaScript; the document above does not.</p></noscript>`;

export const referencePage: Page = {
  ...{ language: 'en', at: REFERENCE_PATH, title: 'API reference', body, isProse: false },
  styles: ['swagger-ui.css', 'reference.css'],
  scripts: ['swagger-ui-bundle.js', 'show-reference.js'],
};
