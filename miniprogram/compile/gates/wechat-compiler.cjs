// WeChat's own compiler (miniprogram-ci), offline. Run as a process of its own: node wechat-compiler.cjs <folder>.
// The last line that it writes is JSON: {bytes, files} or {error}.
'use strict';

const { generateKeyPairSync } = require('node:crypto');
const path = require('node:path');
const lists = require('miniprogram-ci/dist/utils/white_ext_list.js');
const ci = require('miniprogram-ci');

const folder = path.resolve(process.argv[2]);
const miniprogramNpmDistDir = path.join(folder, 'app');

// It would ask WeChat for the list of file types; it has one of its own.
lists.getWhiteExtList = async () => ({
  GameWhiteList: new Set(lists.GameWhiteList),
  MiniProgramWhiteList: new Set(lists.MiniProgramWhiteList),
});

// What WeChat would say of the project, and a key that nobody knows: nothing is uploaded.
const attributes = {
  ...{ platform: false, appType: 0, isSandbox: false, released: false },
  setting: {
    ...{ MaxCodeSize: 2, MaxSubpackageSubCodeSize: 2, MaxSubpackageFullCodeSize: 12, NavigateMiniprogramLimit: 10 },
    ...{
      MaxSubPackageLimit: 100,
      MinTabbarCount: 2,
      MaxTabbarCount: 5,
      MaxCustomTabbarCount: 10,
      MaxTabbarIconSize: 40,
    },
  },
};
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

async function compile() {
  await ci.packNpmManually({ packageJsonPath: path.join(folder, 'package.json'), miniprogramNpmDistDir });
  const project = new ci.Project({
    ...{ appid: 'wx0123456789abcdef', type: 'miniProgram', projectPath: folder, privateKey },
    ...{ ignores: ['node_modules/**/*', 'preview/**/*', 'compile/**/*'], attr: async () => attributes },
  });
  const options = {
    project,
    desc: '',
    setting: { useProjectConfig: true, es6: true, minify: true },
    onProgressUpdate() {},
  };
  const files = await ci.getCompiledResult(
    options,
    path.join(require('node:os').tmpdir(), `miniprogram-${process.pid}.zip`),
  );
  const bytes = Object.values(files).reduce((sum, { length }) => sum + length, 0);
  const missing = missingIn(files);
  if (missing.length > 0) throw new Error(`the package lacks what it requires: ${missing.join(', ')}`);
  return { bytes, files: Object.keys(files).length };
}

/** What a script of the package requires and the package does not have: WeChat leaves it out and says nothing. */
function missingIn(files) {
  const missing = [];
  for (const [name, content] of Object.entries(files)) {
    if (!name.endsWith('.js')) continue;
    for (const [, wanted] of String(content).matchAll(/\brequire\(["'](\.[^"']+)["']\)/g)) {
      const at = path.posix.join(path.posix.dirname(name), wanted);
      if (![at, `${at}.js`, `${at}/index.js`].some((file) => file in files)) missing.push(`${at} (from ${name})`);
    }
  }
  return missing;
}

void compile()
  .catch((error) => ({ error: `${error.code ?? ''} ${error.message}`.trim() }))
  .then((result) => {
    process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0));
  });
