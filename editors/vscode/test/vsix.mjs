// What is in the vsix: node vsix.mjs weir.vsix. Ends with `N passed, N failed`.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [vsix] = process.argv.slice(2);
const own = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const into = fs.mkdtempSync(path.join(os.tmpdir(), 'weir-vsix-'));
execFileSync('python3', ['-c', 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])', vsix, into]);
const modes = JSON.parse(
  execFileSync('python3', ['-c', 'import sys, json, zipfile; print(json.dumps({one.filename: one.external_attr >> 16 for one in zipfile.ZipFile(sys.argv[1]).infolist()}))', vsix]),
);
const read = (name) => fs.readFileSync(path.join(into, 'extension', name), 'utf8');
const manifest = JSON.parse(read('package.json'));

let [passed, failed] = [0, 0];
function test(name, body) {
  try {
    body();
    passed += 1;
    console.log(`  ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`  FAIL  ${name}: ${error.message}`);
  }
}

test('exactly these files', () => {
  const files = Object.keys(modes).sort();
  assert.deepEqual(files, [
    '[Content_Types].xml',
    'extension.vsixmanifest',
    'extension/LICENSE.txt',
    'extension/changelog.md',
    'extension/dist/extension.js',
    'extension/icons/file-dark.svg',
    'extension/icons/file-light.svg',
    'extension/icons/weir.png',
    'extension/l10n/bundle.l10n.zh-cn.json',
    'extension/language-configuration.json',
    'extension/package.json',
    'extension/package.nls.json',
    'extension/package.nls.zh-cn.json',
    'extension/readme.md',
    'extension/server/weir',
    'extension/snippets/markdown.json',
    'extension/snippets/scenario.json.json',
    'extension/snippets/scenario.yaml.json',
    'extension/syntaxes/weir.markdown.tmLanguage.json',
    'extension/syntaxes/weir.tmLanguage.json',
    'extension/walkthrough/evaluate.md',
    'extension/walkthrough/evaluate.nls.zh-cn.md',
    'extension/walkthrough/project.md',
    'extension/walkthrough/project.nls.zh-cn.md',
    'extension/walkthrough/test.md',
    'extension/walkthrough/test.nls.zh-cn.md',
    'extension/walkthrough/write.md',
    'extension/walkthrough/write.nls.zh-cn.md',
  ]);
});
test('the server can be run and has the version of the extension', () => {
  assert.ok(modes['extension/server/weir'] & 0o111, 'not executable');
  const server = path.join(into, 'extension', 'server', 'weir');
  fs.chmodSync(server, 0o755);
  assert.equal(execFileSync(server, ['--version'], { encoding: 'utf8' }).trim(), `weir ${manifest.version}`);
});
test('the script is small and holds no path of this machine', () => {
  const script = read('dist/extension.js');
  assert.ok(script.length < 1_000_000, String(script.length));
  assert.ok(!script.includes(own) && !script.includes(os.homedir() + '/'));
  assert.ok(!/sourceMappingURL=(?!data)/.test(script));
});
test('every file that is announced is there', () => {
  const announced = JSON.stringify(manifest.contributes).match(/"\.?\/?(?:syntaxes|snippets|icons|walkthrough)\/[^"]+"/g).map((one) => one.slice(1, -1));
  assert.ok(announced.length > 10);
  for (const file of announced) assert.ok(fs.existsSync(path.join(into, 'extension', file)), file);
});
test('every text is there in both languages', () => {
  const [en, zh] = ['package.nls.json', 'package.nls.zh-cn.json'].map((name) => JSON.parse(read(name)));
  const used = new Set([...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
  assert.deepEqual([...used].sort(), Object.keys(en).sort());
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
});
test('every text of the code is there in Chinese', () => {
  const bundle = JSON.parse(read('l10n/bundle.l10n.zh-cn.json'));
  const sources = fs.readdirSync(path.join(own, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  const used = new Set();
  for (const file of sources) {
    const text = fs.readFileSync(path.join(own, 'src', file), 'utf8');
    for (const [, key] of text.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)) used.add(key);
  }
  assert.deepEqual([...used].sort(), Object.keys(bundle).sort());
});
test('the lock file names no host', () => {
  const lock = JSON.parse(fs.readFileSync(path.join(own, 'package-lock.json'), 'utf8'));
  const hosts = JSON.stringify(lock).match(/"resolved":"https?:\/\/[^/"]+/g) ?? [];
  assert.deepEqual(hosts, []);
});

fs.rmSync(into, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
