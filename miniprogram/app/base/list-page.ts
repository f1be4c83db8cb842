import type { Pager } from '../shared/pager';
import { tell } from './define-page';

/** For a list-footer. */
export type Footer = 'more' | 'loading' | 'failed' | 'end';
type ListPage<T, V> = {
  readonly data: { readonly rows: readonly V[]; readonly footer: Footer };
  /** Another one once the list is loaded anew: what the earlier one still brings is not shown. */
  pager?: Pager<T> | null;
  setData(data: { rows?: V[]; footer: Footer }): void;
};

export const footerOf = (pager: Pager<unknown>): Footer => (pager.hasMore() ? 'more' : 'end');

/** For onReachBottom: the next page of the list below what is shown. */
export async function showMore<T, V>(page: ListPage<T, V>, viewOf: (item: T) => V): Promise<void> {
  const { pager } = page;
  if (!pager || (page.data.footer !== 'more' && page.data.footer !== 'failed')) return;
  page.setData({ footer: 'loading' });
  try {
    const items = await pager.next();
    if (page.pager !== pager) return;
    page.setData({ rows: [...page.data.rows, ...items.map(viewOf)], footer: footerOf(pager) });
  } catch (error) {
    if (page.pager === pager) page.setData({ footer: 'failed' });
    tell(error);
  }
}
