// The shape of the system as rules on imports. test/architecture/boundaries.test.ts proves that each of them bites.
const modules = 'catalog|ordering|ledger|keyvault|identity|webhooks';
const product = '^(src|simulator|migrations)/|^knexfile';

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  {
    name: 'domain-is-pure',
    comment: 'The domain decides on values: no npm package, no Node built-in, no other layer.',
    from: { path: '^src/domain/' },
    to: { pathNot: '^src/domain/' },
  },
  {
    name: 'domain-modules-apart',
    comment: 'Modules of the domain meet in use cases only; the words they share are in src/domain/shared.',
    from: { path: `^src/domain/(${modules})/` },
    to: { path: `^src/domain/(${modules})/`, pathNot: '^src/domain/$1/' },
  },
  {
    name: 'shared-words-know-no-module',
    comment: 'What every module imports may not import a module.',
    from: { path: '^src/domain/shared/' },
    to: { path: `^src/domain/(${modules})/` },
  },
  {
    name: 'application-sees-domain-only',
    comment: 'Use cases reach the world through ports: no npm package, no Node built-in, no adapter.',
    from: { path: '^src/application/' },
    to: { pathNot: '^src/(application|domain)/' },
  },
  {
    name: 'adapters-apart',
    comment: 'An adapter can be replaced without touching another one.',
    from: { path: '^src/adapters/([^/]+)/' },
    to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
  },
  {
    name: 'postgres-modules-apart',
    comment: 'One module never reaches the tables of another; what they share lies directly in src/adapters/postgres.',
    from: { path: '^src/adapters/postgres/([^/]+)/' },
    to: { path: '^src/adapters/postgres/[^/]+/', pathNot: '^src/adapters/postgres/$1/' },
  },
  {
    name: 'only-cli-composes',
    comment: 'The container is named in one place, so that everything else is plain functions of their dependencies.',
    from: { path: '^src/', pathNot: '^src/cli/composition/' },
    to: { path: 'node_modules/(@inversifyjs|inversify|reflect-metadata)/' },
  },
  {
    name: 'cli-is-outermost',
    comment: 'Nothing in the product depends on how it is put together.',
    from: { path: product, pathNot: '^src/cli/' },
    to: { path: '^src/cli/' },
  },
  {
    name: 'simulator-independent',
    comment: 'A simulator that shares our code would share our mistakes about WeChat.',
    from: { path: '^simulator/' },
    to: { path: '^(src|migrations)/' },
  },
  {
    name: 'simulator-only-from-cli',
    comment: 'Production code does not know that its WeChat may be simulated.',
    from: { path: '^src/', pathNot: '^src/cli/' },
    to: { path: '^simulator/' },
  },
  {
    name: 'preview-only-from-cli',
    comment: 'A browser that stands for WeChat is for developers: it is loaded where WeChat is simulated.',
    from: { path: '^(src|simulator|migrations)/', pathNot: '^src/cli/' },
    to: { path: '^miniprogram/' },
  },
  {
    name: 'no-test-in-product',
    comment: 'Tests and benchmarks import the product, never the other way round.',
    from: { path: product },
    to: { path: '^(test|bench)/' },
  },
  {
    name: 'no-dev-dependencies',
    comment: 'npm ci --omit=dev must leave everything that runs. Types vanish before that.',
    from: { path: product },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-undeclared-packages',
    comment: 'A package that is there only because another one needs it goes away without notice.',
    from: { path: product },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-circular',
    comment: 'Files that need each other are one file, or two with a wrong border.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'everything-resolves',
    comment: 'What cannot be resolved escapes every rule above.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-orphans',
    comment: 'A file that neither imports nor is imported is dead.',
    from: { orphan: true, path: '^(src|simulator)/' },
    to: {},
  },
];

module.exports = {
  forbidden: forbidden.map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    // Without it, imports of types vanish, and with them most edges of this tree.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // inversify 8 has `exports` for ESM only: without these it stays unresolved, and its rule passes everything.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
  },
};
