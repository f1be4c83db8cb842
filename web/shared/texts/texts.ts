import type { zh } from './zh.ts';

/** What is said, in each language: a text that one of them lacks does not compile. */
export type Texts = typeof zh;
/** What has happened, and what to do next. */
export type Words = { readonly title: string; readonly next: string };
