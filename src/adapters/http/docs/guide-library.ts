import { readFile } from 'node:fs/promises';
import { type RenderedGuide, renderGuide } from './render-guide.ts';
import { GUIDES, type Guide, siteLink } from './site-map.ts';

export type ShelvedGuide = Guide & RenderedGuide;

const REPOSITORY = new URL('../../../../', import.meta.url);

/** All guides, read and rendered when one is first asked for, and kept: their titles are in the navigation of each. */
export function openLibrary(): () => Promise<readonly ShelvedGuide[]> {
  let shelves: Promise<readonly ShelvedGuide[]> | null = null;
  return () => {
    shelves ??= Promise.all(GUIDES.map(shelve)).catch((error: unknown) => {
      shelves = null;
      throw error;
    });
    return shelves;
  };
}

async function shelve(guide: Guide): Promise<ShelvedGuide> {
  const text = await readFile(new URL(guide.file, REPOSITORY), 'utf8');
  return { ...guide, ...renderGuide(text, (href) => siteLink(guide.file, href)) };
}
