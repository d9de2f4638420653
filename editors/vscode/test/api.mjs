// The tests in the extension host: node api.mjs current|floor en|zh-cn. Ends with `N passed, N failed`.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './page.mjs';

const [version = 'current', language = 'en'] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, 'out', `${version}-${language}`);
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });

// WEIR_TEST is an expression that the names of the tests to run match.
const settings = process.env.WEIR_TEST ? { 'weir-test.only': process.env.WEIR_TEST } : {};
const editor = await start({ version, language, tests: true, settings });
// The tests change files, so they get a copy.
const workspace = path.join(editor.home, 'workspace');
fs.cpSync(path.join(here, 'workspace'), workspace, { recursive: true });

let finish;
const done = new Promise((resolve) => (finish = resolve));
let page;
const payload = [
  ['extensionDevelopmentPath', editor.remote(path.dirname(here))],
  ['extensionTestsPath', editor.remote(path.join(here, 'suite', language === 'en' ? 'index.js' : 'chinese.js'))],
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
const limit = setTimeout(() => finish('no end after 180 s'), 180_000);
const code = await done;
clearTimeout(limit);
if (code !== 0) {
  await page.screenshot({ path: path.join(out, 'end.png') });
  console.error(`VS Code ${version}, ${language}: ended with ${code}; see ${path.join(out, 'end.png')} and console.log beside it`);
}
await editor.stop();
process.exit(code === 0 ? 0 : 1);
