/** What WeChat has and the preview can show. */
export const SHOWN_TAGS = [
  ...['view', 'text', 'image', 'button', 'input', 'textarea', 'scroll-view', 'swiper', 'swiper-item', 'navigator'],
  ...['label', 'form', 'switch', 'checkbox', 'checkbox-group', 'radio', 'radio-group', 'rich-text', 'page-meta'],
  ...['root-portal', 'picker', 'cover-view'],
] as const;

/** What WeChat has besides. Packages mention them in branches that we never take; our own pages may not. */
const UNSHOWN_TAGS = [
  ...['icon', 'slider', 'picker-view', 'picker-view-column', 'progress', 'web-view', 'canvas', 'video', 'audio'],
  ...['camera', 'map', 'cover-image', 'movable-area', 'movable-view', 'navigation-bar', 'match-media', 'share-element'],
  ...['official-account', 'open-data', 'ad', 'editor', 'live-player', 'live-pusher', 'list-view', 'grid-view'],
  ...['sticky-header', 'sticky-section', 'page-container'],
] as const;

/** What means something to the template itself. */
export const TEMPLATE_TAGS: ReadonlySet<string> = new Set(['block', 'slot', 'template', 'wxs', 'import', 'include']);

export const BUILT_IN_TAGS: ReadonlySet<string> = new Set([...SHOWN_TAGS, ...UNSHOWN_TAGS]);
