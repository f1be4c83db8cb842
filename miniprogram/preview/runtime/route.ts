export type Route = { readonly path: string; readonly query: Readonly<Record<string, string>>; readonly url: string };

/** An address as wx.navigateTo takes it: from the root, or from the page that is shown. */
export function parseRoute(url: string, from = ''): Route {
  const [path = '', search = ''] = url.split('?');
  const absolute = path.startsWith('/') ? path : new URL(path, `http://app/${from}`).pathname;
  const pairs = search.split('&').filter(Boolean);
  const query = Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, value.join('=')];
    }),
  );
  return { path: absolute.slice(1), query, url: `${absolute}${search && `?${search}`}` };
}
