import type { TextSection } from '../../shared/texts/text-section';

/** A long text under its headings. */
Component({
  properties: { sections: { type: Array, value: [] as readonly TextSection[] } },
});
