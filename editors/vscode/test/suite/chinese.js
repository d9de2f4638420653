// The same extension in Chinese.

const { assert, vscode, uri, run, shot, sleep, until, open, at, replace, plain, problems, runAll } = require('./harness.js');

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
  await shot('evaluate');
});

test('table', async () => {
  await run('weir.openTable', uri(POLICY));
  await until('table editor', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input, (tab) => tab instanceof vscode.TabInputCustom);
  await sleep(2500);
  await shot('table');
});

test('tests', async () => {
  await open(POLICY);
  await run('weir.runAllTests');
  await run('workbench.view.testing.focus');
  await shot('tests');
  assert.equal(vscode.extensions.getExtension('weir.weir').exports.lastRun().failed.length, 0);
});

test('walkthrough', async () => {
  await run('workbench.action.openWalkthrough', 'weir.weir#start', false);
  await shot('walkthrough');
});

exports.run = () => runAll(tests);
