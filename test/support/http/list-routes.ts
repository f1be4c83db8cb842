import express, { type Express } from 'express';

type Layer = {
  readonly handle: { readonly stack?: readonly Layer[] };
  readonly slash: boolean;
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
};
type Stacked = { readonly stack: readonly Layer[] };

/** `POST /api/v1/orders/:id/check` for every route of the application that `build` makes, however deep it is mounted. */
export function listRoutes(build: () => Express): string[] {
  const mounted: { readonly at: string; readonly router: Stacked }[] = [];
  const { use } = express.application;
  express.application.use = function record(this: Express, ...args: unknown[]) {
    const at = typeof args[0] === 'string' ? args[0] : '';
    for (const each of args.flat()) if (isStacked(each)) mounted.push({ at, router: each });
    return use.apply(this, args as Parameters<typeof use>);
  } as typeof use;
  try {
    const app = build();
    const own = routesIn((app.router as unknown as Stacked).stack.filter(({ route }) => route));
    return [...own, ...mounted.flatMap(({ at, router }) => routesIn(router.stack).map((each) => under(at, each)))];
  } finally {
    express.application.use = use;
  }
}

const isStacked = (value: unknown): value is Stacked => typeof value === 'function' && 'stack' in value;

function routesIn(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle, slash }) => {
    if (route) return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`);
    if (!handle.stack) return [];
    // A router in a router: where it is mounted, a layer does not tell, unless that is nowhere in particular.
    if (!slash) throw new Error('a router is mounted within another one, at a path');
    return routesIn(handle.stack);
  });
}

function under(at: string, route: string): string {
  const [method, path] = route.split(' ');
  return `${method} ${at}${path === '/' && at !== '' ? '' : path}`;
}
