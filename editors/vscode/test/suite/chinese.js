// The same extension in Chinese.

const { assert, vscode, uri, run, shot, sleep, until, open, at, replace, plain, problems, repository, runAll } = require('./harness.js');

const fs = require('node:fs');
const path = require('node:path');
const extension = () => vscode.extensions.getExtension('weir.weir');
const POLICY = 'policies/example.weir';
const tests = [];
const test = (name, body) => tests.push([name, body]);

test('the editor is in Chinese', () => assert.equal(vscode.env.language, 'zh-cn'));

test('names of commands, settings and the walkthrough', () => {
  const { contributes } = vscode.extensions.getExtension('weir.weir').packageJSON;
  const all = JSON.stringify(contributes);
  assert.ok(!/"%[a-z.A-Z]+%"/.test(all), 'a text is not translated');
  assert.equal(contributes.commands.find((one) => one.command === 'weir.evaluate').title.value ?? contributes.commands.find((one) => one.command === 'weir.evaluate').title, '判断情形');
});

test('findings and fixes', async () => {
  const document = await open(POLICY);
  const undo = await replace(document, 'when data.listed\n', 'when data.listet\n');
  const [found] = await until('finding', () => problems(document), (all) => all.length > 0);
  assert.match(found.message, /[\u4e00-\u9fff]/);
  const actions = await run('vscode.executeCodeActionProvider', document.uri, found.range, 'quickfix');
  assert.ok(actions.some((one) => /[\u4e00-\u9fff]/.test(one.title)), JSON.stringify(actions.map((one) => one.title)));
  await shot('diagnostics');
  await undo();
});

test('hover', async () => {
  const document = await open(POLICY);
  const hovers = await until('hover', () => run('vscode.executeHoverProvider', document.uri, at(document, 'fact data.listed', 6)), (all) => all.length > 0);
  assert.match(plain(hovers), /列入目录/);
});

test('evaluate', async () => {
  await open('scenarios/trial.yaml');
  const html = await run('weir.evaluate', uri('scenarios/trial.yaml'));
  assert.match(html, /标准合同/);
  assert.match(html, /理由/);
  assert.match(html, /<span class="name" title="pathway">路径<\/span>/);
  await shot('evaluate');
});

test('review', async () => {
  await repository(POLICY);
  const document = await open(POLICY);
  const undo = await replace(document, 'from 2024-03-22: 10万 people', 'from 2024-03-22: 5万 people');
  await document.save();
  const html = await run('weir.reviewChanges', uri(POLICY));
  assert.match(html, /<section class="stricter" id="change-0"[^>]*><h3>1\. 路径：免予 → 标准合同/);
  assert.match(html, /<p>[^<]*5万人以上不满10万人/);
  assert.match(html, /<summary>例如：[^<]*；当年累计人数：5万人<\/summary>/);
  assert.match(html, /<h2>其他日期<\/h2>/);
  // What is left are identifiers of the policy itself.
  const words = html.replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<code>[^<]*<\/code>|<[^>]*>/g, ' ');
  assert.deepEqual(words.match(/[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}/g), null);
  await shot('review');
  await undo();
  await document.save();
  await vscode.workspace.getConfiguration().update('git.enabled', false, vscode.ConfigurationTarget.Global);
});

test('table', async () => {
  await run('weir.openTable', uri(POLICY));
  await until('table editor', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input, (tab) => tab instanceof vscode.TabInputCustom);
  await sleep(2500);
  await shot('table');
  const { label } = vscode.window.tabGroups.activeTabGroup.activeTab;
  assert.equal(label, 'example.weir');
  const document = await vscode.workspace.openTextDocument(uri(POLICY));
  const { tables, changeTable } = extension().exports;
  const at_ = tables(document).findIndex((table) => table.head[0] === 'row');
  assert.match(tables(document)[at_].title, /[\u4e00-\u9fff]/);
  assert.match(await changeTable(document, { type: 'remove', table: at_, row: 0, cells: [] }), /^文本在此期间已有改动/);
});

test('tests', async () => {
  await open(POLICY);
  await run('weir.runAllTests');
  await run('workbench.view.testing.focus');
  await shot('tests');
  const last = extension().exports.lastRun();
  assert.equal(last.failed.length, 0);
  assert.ok(last.passed > 0, String(last.passed));
});

test('a failure is explained', async () => {
  const document = await open(POLICY);
  const undo = await replace(document, 'expect pathway exempt by example_order article 4', 'expect pathway contract');
  await document.save();
  await run('weir.runAllTests');
  const [failed] = extension().exports.lastRun().failed;
  assert.match(failed.explanation, /^路径: 免予\n理由\n- 《示例》第四条: 为履行合同提供的，免予\n/);
  await run('workbench.panel.testResults.view.focus').then(undefined, () => undefined);
  await sleep(1500);
  await shot('explained');
  await undo();
  await document.save();
});

test('coverage', async () => {
  await open(POLICY);
  await run('testing.coverageAll');
  const [file] = await until('coverage', () => extension().exports.lastRun().coverage, (found) => found.length > 0);
  assert.ok(file.details.some((one) => one.name === '《示例》第四条: 为履行合同提供的，免予'), JSON.stringify(file.details.map((one) => one.name)));
  await run('testing.coverage.close').then(undefined, () => undefined);
});

test('graph', async () => {
  await open(POLICY);
  const html = await run('weir.showPrecedence', uri(POLICY));
  assert.match(html, /aria-label="《示例》第四条: 为履行合同提供的，免予。优先于 3 个条款，让位于 1 个条款"/);
  await sleep(1000);
  await shot('graph');
});

test('walkthrough', async () => {
  const [walkthrough] = extension().packageJSON.contributes.walkthroughs;
  const word = (text) => (typeof text === 'string' ? text : text.value);
  assert.equal(word(walkthrough.title), '开始使用 Weir');
  assert.deepEqual(walkthrough.steps.map((step) => word(step.title)), ['打开或新建项目', '写一条规则', '运行测试', '判断情形']);
  for (const step of [walkthrough, ...walkthrough.steps]) assert.match(word(step.description), /[\u4e00-\u9fff]/);
  for (const step of walkthrough.steps) {
    assert.match(fs.readFileSync(path.join(extension().extensionPath, step.media.markdown.replace(/\.md$/, '.nls.zh-cn.md')), 'utf8'), /[\u4e00-\u9fff]/);
  }
  await run('workbench.action.openWalkthrough', 'weir.weir#start', false);
  await shot('walkthrough');
});

exports.run = () => runAll(tests);
