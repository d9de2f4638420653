// The table editor by itself: the model on texts, and its page in a headless browser without VS Code. Ends with `N passed, N failed`.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { headless } from './page.mjs';

const own = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const bundle = await build({ entryPoints: [path.join(own, 'src', 'table', 'model.ts')], bundle: true, format: 'esm', write: false });
const { tablesOf, editCell } = await import(`data:text/javascript,${encodeURIComponent(bundle.outputFiles[0].text)}`);

let [passed, failed] = [0, 0];
async function test(name, body) {
  try {
    await body();
    passed += 1;
    console.log(`  ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`  FAIL  ${name}: ${error.stack}`);
  }
}

/** A list with one row of these clauses. */
const list = (...clauses) => ['list one edition "1" {', '  row A-1', ...clauses.map((clause) => `    ${clause}`), '}', ''].join('\n');
const cell = (source, name, row = 0) => {
  const [table] = tablesOf(source);
  return table.rows[row].cells[table.head.indexOf(name)];
};
/** The text after an edit, or why there is none. */
const edited = (source, name, value, row = 0) => {
  const [table] = tablesOf(source);
  const edit = editCell(source, table, row, table.head.indexOf(name), value);
  return typeof edit === 'string' ? edit : source.slice(0, edit.start) + edit.text + source.slice(edit.end);
};

await test('a remark between the lines of a clause makes its cell fixed', () => {
  for (const source of [list('when p // why', ' and q'), list('when p', '// why', ' and q'), list('when p', ' and q // why', ' and r'), list('when p', ' // why', ' and q')]) {
    const found = cell(source, 'when');
    assert.equal(found.fixed, true, source);
    assert.equal(edited(source, 'when', 'r'), 'fixed');
  }
});
await test('a remark after a clause stays, and the cell can be edited', () => {
  assert.equal(edited(list('when p // why', 'then o x'), 'when', 'r'), list('when r // why', 'then o x'));
  assert.equal(edited(list('when p', ' and q // why', 'then o x'), 'when', 'r'), list('when r // why', 'then o x'));
});
await test('two strokes in a text are no remark', () => {
  const source = list('when site is "a // b" and p', 'then o x');
  assert.equal(cell(source, 'when').text, 'site is "a // b" and p');
  assert.equal(edited(source, 'when', 'q'), list('when q', 'then o x'));
  const more = list('when p', ' and site is "a \\" // b"', ' and q');
  assert.equal(cell(more, 'when').text, 'p and site is "a \\" // b" and q');
  assert.equal(cell(more, 'when').fixed, false);
});
await test('a remark behind a line of a table is no cell', () => {
  const source = 'list one edition "1" {\n  table {\n    | row | en |\n    | A-1 | "a // | b" | // | c |\n  }\n}\n';
  const [table] = tablesOf(source);
  assert.deepEqual(table.rows[0].cells.map((one) => one?.text), ['A-1', 'a // | b']);
  assert.equal(edited(source, 'en', 'd'), source.replace('"a // | b"', '"d"       '));
});
await test('a remark is not typed into a cell', () => {
  assert.equal(edited(list('when p'), 'when', 'q // why'), 'remark');
  assert.equal(edited(list('when p'), 'when', 'site is "http://a"'), list('when site is "http://a"'));
  assert.equal(edited('list one edition "1" {\n  table {\n    | row | then |\n    | A-1 | o x  |\n  }\n}\n', 'then', 'a // b'), 'remark');
});
await test('a text with an escape that is not shown is fixed', () => {
  for (const name of ['note zh', 'en']) assert.equal(cell(list(`${name} "one\\ntwo"`), name).fixed, true);
  assert.equal(cell('list one edition "1" {\n  table {\n    | row | en |\n    | A-1 | "a\\nb" |\n  }\n}\n', 'en').fixed, true);
  const source = list('en "a \\"b\\" \\\\n"');
  assert.equal(cell(source, 'en').text, 'a "b" \\n');
  assert.equal(edited(source, 'en', 'a "b" \\n'), source);
});
await test('a word that stands alone is shown and fixed; values may begin in the next line', () => {
  const source = list('when p', 'untranscribed', 'missing en "all of it"');
  assert.equal(cell(source, 'untranscribed').fixed, true);
  assert.equal(cell(source, 'untranscribed').text, 'untranscribed');
  assert.equal(edited(source, 'untranscribed', 'foo'), 'fixed');
  assert.equal(edited(list('when', '  p', '  and q', 'then o x'), 'when', 'r'), list('when', '  r', 'then o x'));
});
await test('a condition may go on below a row', () => {
  const source = 'list one edition "1" {\n  row A-1 en "a" when p\n    and q\n    then o x\n}\n';
  assert.equal(cell(source, 'when').text, 'p and q');
  assert.deepEqual(tablesOf(source)[0].head, ['row', 'en', 'when', 'then']);
});
await test('clearing one of several clauses in a line leaves the others whole', () => {
  // `en` here is the label of the row, whatever stands before it: as the grammar has it.
  const source = list('note zh "说" en "a"', 'when p');
  assert.equal(cell(source, 'en').text, 'a');
  assert.equal(edited(source, 'note zh', ''), list('en "a"', 'when p'));
  assert.equal(edited(source, 'en', ''), list('note zh "说"', 'when p'));
  assert.equal(edited(list('note  zh "a"', 'when p'), 'note zh', ''), list('when p'));
});

// The page.
const [script, css] = ['view.page.js', 'view.css'].map((name) => fs.readFileSync(path.join(own, 'src', 'table', name), 'utf8'));
const texts = { add: 'add', remove: 'remove', open: 'open', none: 'none', first: 'first', rows: '{0} of {1}' };
const html = `<!DOCTYPE html><style>${css}</style><body data-texts='${JSON.stringify(texts)}'><header><input id="filter"><input id="bad" type="checkbox"><span id="count"></span><span id="others"></span><span id="said"></span></header><main id="main"></main>
<script>window.sent = []; window.acquireVsCodeApi = () => ({ postMessage: (message) => window.sent.push(message) }); window.keys = []; addEventListener('keydown', (event) => window.keys.push(event.key));</script><script>${script}</script>`;
const browser = await headless();
const page = await browser.newPage();
page.setDefaultTimeout(5000);
const rows = (...ids) => ids.map((id, line) => ({ line, bad: '', error: false, cells: [id, `text of ${id}`, 'x'].map((text) => ({ text, fixed: false, bad: '', error: false })) }));
const show = (rows) => page.evaluate((rows) => window.postMessage({ type: 'model', others: '', tables: [{ title: 't', head: ['row', 'en', 'then'], rows }] }, '*'), rows);
const answer = (message) => page.evaluate((message) => window.postMessage(message, '*'), message);
const sent = async (type) => (await page.evaluate(() => window.sent)).filter((one) => one.type === type);
const td = (row, column) => page.locator(`td[data-row="${row}"][data-column="${column}"]`);
const settle = (ms = 100) => page.waitForTimeout(ms);
async function fresh(shown = rows('A-1', 'A-2')) {
  await page.setContent(html);
  await show(shown);
  await td(0, 0).waitFor();
}
async function type(row, column, text) {
  await td(row, column).click({ clickCount: 3 });
  await page.keyboard.type(text);
}

await test('page: what is typed is sent without leaving the cell', async () => {
  await fresh();
  await type(1, 1, 'new');
  await settle(1500);
  const [edit, ...more] = await sent('edit');
  assert.deepEqual({ ...edit, turn: 0 }, { type: 'edit', turn: 0, table: 0, row: 1, column: 1, before: 'text of A-2', id: 'A-2', text: 'new' });
  assert.equal(more.length, 0);
  await answer({ type: 'done', turn: edit.turn });
  const now = rows('A-1', 'A-2');
  now[1].cells[1].text = 'new';
  await show(now);
  await page.keyboard.type(' text');
  await page.keyboard.press('Enter');
  const last = (await sent('edit')).at(-1);
  assert.deepEqual([last.before, last.text], ['new', 'new text']);
});
await test('page: an emptied cell is sent only when it is left', async () => {
  await fresh();
  await td(0, 2).click({ clickCount: 3 });
  await page.keyboard.press('Delete');
  await settle(1500);
  assert.equal((await sent('edit')).length, 0);
  await page.keyboard.press('Enter');
  assert.equal((await sent('edit')).at(-1).text, '');
});
await test('page: Ctrl+S sends what is typed, then saves', async () => {
  await fresh();
  await type(0, 1, 'new');
  await page.keyboard.press('Control+s');
  const all = (await page.evaluate(() => window.sent)).map((one) => one.type);
  assert.deepEqual(all.slice(-2), ['edit', 'save']);
  assert.ok(!(await page.evaluate(() => window.keys)).includes('s'), 'VS Code itself would save too early');
});
await test('page: a text that was refused stays, and Escape drops it', async () => {
  await fresh();
  await type(0, 1, 'new');
  await page.keyboard.press('Enter');
  const [edit] = await sent('edit');
  await answer({ type: 'refused', turn: edit.turn, text: 'no' });
  await show(rows('A-1', 'A-2'));
  await settle();
  assert.equal(await td(0, 1).textContent(), 'new');
  assert.equal(await page.locator('#said').textContent(), 'no');
  // Sent again from there, with the same text before.
  await td(0, 1).click();
  await page.keyboard.press('Enter');
  assert.deepEqual((await sent('edit')).map((one) => [one.before, one.text]), [['text of A-1', 'new'], ['text of A-1', 'new']]);
  await answer({ type: 'refused', turn: (await sent('edit'))[1].turn, text: 'no' });
  await td(0, 1).click();
  await page.keyboard.press('Escape');
  assert.equal(await td(0, 1).textContent(), 'text of A-1');
});
await test('page: Escape takes back what was already sent', async () => {
  await fresh();
  await type(0, 1, 'new');
  await settle(1500);
  await answer({ type: 'done', turn: (await sent('edit'))[0].turn });
  await page.keyboard.press('Escape');
  const last = (await sent('edit')).at(-1);
  assert.deepEqual([last.before, last.text], ['new', 'text of A-1']);
});
await test('page: rows that come meanwhile wait until nothing is being typed', async () => {
  await fresh();
  await type(0, 1, 'new');
  await show(rows('A-0', 'A-1', 'A-2'));
  await settle();
  assert.equal(await td(0, 1).textContent(), 'new');
  assert.equal(await td(2, 0).count(), 0);
  await page.keyboard.press('Enter');
  const [edit] = await sent('edit');
  assert.deepEqual([edit.id, edit.before, edit.row], ['A-1', 'text of A-1', 0]);
  await answer({ type: 'refused', turn: edit.turn, text: 'changed' });
  await settle();
  assert.equal(await td(2, 0).count(), 0);
  await td(0, 1).click();
  await page.keyboard.press('Escape');
  await td(2, 0).waitFor();
  assert.equal(await td(0, 1).textContent(), 'text of A-0');
});
await test('page: the text before is that of the first key', async () => {
  await fresh();
  await type(0, 1, 'new');
  const other = rows('A-1', 'A-2');
  other[0].cells[1].text = 'of another';
  await show(other);
  await page.keyboard.press('Enter');
  assert.deepEqual((await sent('edit')).map((one) => one.before), ['text of A-1']);
});
await test('page: rows are added and removed with what they are known to hold', async () => {
  await fresh();
  await type(1, 1, 'new');
  await page.locator('tr:nth-child(2) button[title="remove"]').click();
  await page.locator('tr:nth-child(1) button[title="add"]').click();
  assert.deepEqual((await sent('remove')).map((one) => [one.row, one.cells]), [[1, ['A-2', 'new', 'x']]]);
  assert.deepEqual((await sent('add')).map((one) => [one.row, one.cells]), [[0, ['A-1', 'text of A-1', 'x']]]);
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
