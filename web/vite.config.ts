import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const SMALLEST_WORTH_IT = 512;

/** Beside each script and style what a browser rather loads: `.br` and `.gz`. */
const compressed = (): Plugin => ({
  name: 'compressed',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
      if (content.length < SMALLEST_WORTH_IT || file.fileName.endsWith('.html')) continue;
      this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: brotliCompressSync(content) });
      this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gzipSync(content, { level: 9 }) });
    }
  },
});

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // The server puts the path of PUBLIC_URL in its place.
  base: './',
  build: {
    ...{ outDir: 'dist', emptyOutDir: true, target: 'es2022' },
    // The one is a script in the page, the other a file in it: our Content-Security-Policy lets neither in.
    ...{ modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
    rolldownOptions: { input: ['pricing.html', 'checkout.html', 'result.html'] },
  },
  plugins: [compressed()],
});
