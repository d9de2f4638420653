// Bundles the extension into one file.
import { build } from 'esbuild';

await build({
  entryPoints: ['src/extension.ts'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  outfile: 'dist/extension.js',
  minify: true,
  legalComments: 'none',
  loader: { '.css': 'text', '.page.js': 'text' },
  logLevel: 'warning',
});
