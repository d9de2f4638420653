// The extension as people meet it: the packaged vsix, with keyboard and mouse. node ui.mjs current en|zh-cn weir.vsix

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './page.mjs';

const [version, language, vsix] = process.argv.slice(2);
const chinese = language !== 'en';
const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, 'out', `ui-${version}-${language}`);
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });

const editor = await start({ version, language, vsix: path.resolve(vsix) });
const workspace = path.join(editor.home, 'workspace');
fs.cpSync(path.join(here, 'workspace'), workspace, { recursive: true });
const policy = path.join(workspace, 'policies', 'example.weir');
const original = fs.readFileSync(policy, 'utf8');

const page = await editor.open(workspace, [['openFile', editor.remote(policy)]]);
page.setDefaultTimeout(30_000);
let [passed, failed] = [0, 0];
const shot = (name) => page.screenshot({ path: path.join(out, `${name}.png`) });
const pause = (ms) => page.waitForTimeout(ms);
async function test(name, body) {
  const begun = Date.now();
  try {
    await body();
    passed += 1;
    console.log(`  ok    ${name} (${Date.now() - begun} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`  FAIL  ${name}: ${error.stack}`);
    await shot(`failed-${passed + failed}`);
  }
}
/** Runs a command by its name, as a person does. */
async function command(name) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type(name);
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await pause(400);
  await page.keyboard.press('Enter');
}
/** Goes to a line and column of the file that is shown. */
async function goTo(place) {
  await page.keyboard.press('Control+g');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type(String(place));
  await page.keyboard.press('Enter');
  await pause(400);
}
const lineOf = (text, source = original) => source.slice(0, source.indexOf(text)).split('\n').length;
/** The frame of a webview that holds this element. */
async function frameWith(selector) {
  for (let tries = 0; tries < 150; tries++) {
    for (const frame of page.frames()) {
      if (await frame.locator(selector).first().isVisible().catch(() => false)) return frame;
    }
    await pause(200);
  }
  throw new Error(`no page with ${selector}`);
}

await test('the file opens with its lenses', async () => {
  await page.locator('.monaco-editor .view-lines').first().waitFor();
  await goTo(`${lineOf('test "listed data"')}:1`);
  await page.locator('.codelens-decoration a', { hasText: chinese ? '运行测试' : 'Run test' }).first().waitFor();
  await shot('lenses');
});

await test('a mistake is underlined, and Ctrl+. mends it', async () => {
  await goTo(`${lineOf('when data.listed\n')}:${'    when data.listed'.length + 1}`);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('t');
  await page.keyboard.press('Escape');
  await page.locator('.squiggly-error').first().waitFor();
  await shot('squiggle');
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .monaco-list-row').first().waitFor();
  await pause(500);
  await shot('fixes');
  await page.keyboard.press('Enter');
  await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
});

await test('completion by the initials of pinyin', async () => {
  await goTo(`${lineOf('when data.listed\n')}:${'    when data.listed'.length + 1}`);
  const typed = ' and lrml';
  await page.keyboard.type(typed, { delay: 80 });
  const item = page.locator('.suggest-widget .monaco-list-row', { hasText: 'data.listed' }).first();
  try {
    // On a busy machine the list may not come by itself while one types; Ctrl+Space asks for it.
    await item.waitFor({ timeout: 4000 }).catch(() => page.keyboard.press('Control+Space'));
    await item.waitFor();
    await pause(500);
    await shot('completion');
  } finally {
    await page.keyboard.press('Escape');
    for (let key = 0; key < typed.length; key++) await page.keyboard.press('Backspace');
  }
});

await test('the lens runs a test', async () => {
  await goTo(`${lineOf('test "listed data"')}:1`);
  const lenses = page.locator('.codelens-decoration a', { hasText: chinese ? '运行测试' : 'Run test' });
  // One in the middle, where nothing lies over it, once it stands still.
  let box;
  for (let tries = 0; tries < 100; tries++) {
    const boxes = await Promise.all((await lenses.all()).map((lens) => lens.boundingBox().catch(() => null)));
    const found = boxes.find((one) => one && one.y > 250 && one.y < 700);
    if (found && box && found.y === box.y) break;
    box = found;
    await pause(300);
  }
  assert.ok(box, 'no lens in the middle');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.locator('.monaco-editor .codicon-testing-passed-icon, .monaco-editor [class*="testing-run-glyph"][class*="passed"], .monaco-editor .testing-run-glyph').first().waitFor();
  await pause(1500);
  await shot('test');
});

await test('a cell of the table is edited, and the text has it', async () => {
  await page.keyboard.press('Control+s');
  await command(chinese ? 'Weir: 以表格打开' : 'Weir: Open as table');
  const frame = await frameWith('td');
  await frame.locator('#filter').fill('LG-2024/R-2');
  const cell = frame.locator('td[aria-label="en"]:visible').first();
  // Not with Ctrl+A: VS Code itself selects everything too, a moment later.
  await cell.click({ clickCount: 3 });
  await page.keyboard.type('results of the laboratory');
  await page.keyboard.press('Enter');
  await pause(600);
  await shot('table');
  await page.keyboard.press('Control+s');
  for (let tries = 0; !fs.readFileSync(policy, 'utf8').includes('"results of the laboratory"'); tries++) {
    assert.ok(tries < 50, 'the file has the cell');
    await pause(200);
  }
});

await test('what is typed in a cell is saved without leaving it', async () => {
  const frame = await frameWith('#filter');
  const cell = frame.locator('td[aria-label="en"]:visible').first();
  const written = (text) => fs.readFileSync(policy, 'utf8').includes(text);
  const saved = async (text) => {
    for (let tries = 0; !written(text); tries++) {
      assert.ok(tries < 50, `the file has ${text}`);
      await pause(200);
    }
  };
  await cell.click({ clickCount: 3 });
  await page.keyboard.type('typed and saved');
  await page.keyboard.press('Control+s');
  await saved('"typed and saved"');
  await page.keyboard.type(' twice');
  // By itself it is in the document after a moment; the tab shows that there is something to save.
  await page.locator('.tab.active.dirty').waitFor();
  await page.keyboard.press('Control+s');
  await saved('"typed and saved twice"');
  assert.equal(await cell.textContent(), 'typed and saved twice');
});

await test('a scenario is evaluated, and a reason leads to its clause', async () => {
  await page.keyboard.press('Control+p');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type('trial.yaml');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'trial.yaml' }).first().waitFor();
  await page.keyboard.press('Enter');
  await pause(800);
  await command(chinese ? 'Weir: 判断情形' : 'Weir: Evaluate scenario');
  const frame = await frameWith('a[data-reference]');
  await pause(500);
  await shot('evaluation');
  await frame.locator('a[data-reference$="LG-2024/MED-1"]').first().click();
  await page.locator('.monaco-editor .view-line', { hasText: 'row' }).first().waitFor();
  await pause(800);
  await shot('clause');
});

await test('what prevails over what: filter, keyboard, and to the clause', async () => {
  await page.keyboard.press('Control+p');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type('example.weir');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'example.weir' }).first().waitFor();
  await page.keyboard.press('Enter');
  await pause(800);
  await command(chinese ? 'Weir: 显示哪些条款优先' : 'Weir: Show what prevails over what');
  const frame = await frameWith('g.clause');
  await pause(800);
  await shot('graph');
  const all = await frame.locator('g.clause').count();
  await frame.locator('#words').fill(chinese ? '履行合同' : 'performance of a contract');
  for (let tries = 0; (await frame.locator('g.clause').count()) >= all; tries++) {
    assert.ok(tries < 50, 'the filter leaves less');
    await pause(100);
  }
  const box = frame.locator('g.clause', { hasText: chinese ? '第四条' : 'article 4' }).first();
  await box.focus();
  assert.ok(await frame.locator('path.arrow.on').count() >= 3, 'its arrows are lit');
  await pause(300);
  await shot('graph-chosen');
  await page.keyboard.press('Enter');
  await page.locator('.monaco-editor .view-line', { hasText: 'article 4 contract_ground' }).first().waitFor();
  await pause(500);
  await shot('graph-clause');
});

console.log(`${passed} passed, ${failed} failed`);
await editor.stop();
process.exit(failed === 0 ? 0 : 1);
