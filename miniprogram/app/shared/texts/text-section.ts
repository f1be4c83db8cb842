export type TextSection = { readonly title: string; readonly paragraphs: readonly string[] };
