// The tests in the extension host: node api.mjs current|floor en|zh-cn [path|restricted]. Ends with `N passed, N failed`.
// `path` is the extension without a program of its own, `restricted` the same in a folder that is not trusted.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './page.mjs';

const [version = 'current', language = 'en', mode] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, 'out', [version, language, ...(mode ? [mode] : [])].join('-'));
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });

// WEIR_TEST is an expression that the names of the tests to run match.
const settings = process.env.WEIR_TEST ? { 'weir-test.only': process.env.WEIR_TEST } : {};
if (mode === 'restricted') Object.assign(settings, { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' });
const own = path.dirname(here);
const editor = await start({ version, language, tests: true, settings });
// The tests change files, so they get a copy.
const workspace = path.join(editor.home, 'workspace');
fs.cpSync(path.join(here, 'workspace'), workspace, { recursive: true });

let extension = own;
let suite = path.join(here, 'suite', language === 'en' ? 'index.js' : 'chinese.js');
if (mode) {
  extension = path.join(editor.home, 'extension');
  fs.cpSync(own, extension, { recursive: true, filter: (file) => !['server', 'node_modules', 'out', 'src'].includes(path.basename(file)) });
  suite = path.join(extension, 'test', 'suite', 'path.js');
  const bin = path.join(editor.home, 'bin');
  fs.mkdirSync(bin);
  fs.copyFileSync(path.join(own, 'server', 'weir'), path.join(bin, 'weir'));
  fs.chmodSync(path.join(bin, 'weir'), 0o755);
  // What must not be run: it says so in a file.
  fs.writeFileSync(path.join(workspace, 'weir'), '#!/bin/sh\ntouch "$(dirname "$0")/was-run"\n', { mode: 0o755 });
  if (mode === 'restricted') {
    fs.mkdirSync(path.join(workspace, '.vscode'), { recursive: true });
    fs.writeFileSync(path.join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'weir.server.path': path.join(workspace, 'weir') }));
  }
}

let finish;
const done = new Promise((resolve) => (finish = resolve));
let page;
const payload = [
  ['extensionDevelopmentPath', editor.remote(extension)],
  ['extensionTestsPath', editor.remote(suite)],
];
page = await editor.open(workspace, payload, async (page) => {
  await page.exposeFunction('codeAutomationLog', async (_type, args) => {
    const text = args.join(' ');
    const shot = /^SHOT (\S+)/.exec(text);
    if (shot) await page.screenshot({ path: path.join(out, `${shot[1]}.png`) });
    // VS Code says much of its own here; it is kept for the case that something fails.
    else if (/^( {2}(ok|FAIL) |\d+ passed, )/.test(text)) console.log(text);
    else fs.appendFileSync(path.join(out, 'console.log'), `${text}\n`);
  });
  await page.exposeFunction('codeAutomationExit', (code) => finish(code));
});
const limit = setTimeout(() => finish('no end after 400 s'), 400_000);
const code = await done;
clearTimeout(limit);
if (code !== 0) {
  await page.screenshot({ path: path.join(out, 'end.png') });
  console.error(`VS Code ${version}, ${language}: ended with ${code}; see ${path.join(out, 'end.png')} and console.log beside it`);
}
await editor.stop();
process.exit(code === 0 ? 0 : 1);
