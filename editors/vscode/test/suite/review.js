// What helps to review policies: explanations of failures, coverage, comparison with a revision, and what prevails over what.

const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { assert, vscode, root, uri, run, shot, sleep, until, open, replace, repository } = require('./harness.js');

const POLICY = 'policies/example.weir';
const api = () => vscode.extensions.getExtension('weir.weir').exports;

const tests = [];
const test = (name, body) => tests.push([name, body]);
module.exports = tests;

test('tests: a failure is explained', async () => {
  const document = await open(POLICY);
  const undo = await replace(document, 'expect pathway exempt by example_order article 4', 'expect pathway contract');
  await document.save();
  await run('weir.runAllTests');
  const [failed] = api().lastRun().failed;
  assert.equal(failed.test, 'the other reading');
  assert.match(failed.explanation, /^pathway: exempt\nWhy\n- Example, article 4: Exempt for the performance of a contract\n {4}· /);
  assert.match(failed.explanation, /Set aside\n- Example, article 3, item 2: .*\(by Example, article 4\)/);
  assert.deepEqual(api().lastRun().coverage, []);
  await run('testing.openOutputPeek').then(undefined, () => undefined);
  await sleep(1500);
  await shot('difference');
  await run('testing.goToPreviousMessage').then(undefined, () => undefined);
  await sleep(1500);
  await shot('explained');
  await undo();
  await document.save();
});

test('coverage: clauses, rows and bands, and what no test reaches', async () => {
  const document = await open(POLICY);
  await run('testing.coverageAll');
  const last = await until('coverage', () => api().lastRun(), (now) => now.coverage.length > 0);
  assert.deepEqual(last.failed, []);
  assert.deepEqual(last.coverage.map((file) => vscode.workspace.asRelativePath(file.uri)), [POLICY]);
  const [file] = last.coverage;
  const named = new Map(file.details.filter((one) => one.name).map((one) => [one.name.split(':')[0], one]));
  assert.ok(named.get('Example, article 4').executed > 0);
  // Nothing in the tests is about vehicles.
  const missed = named.get('Lin-gang general list for vehicles, row LG-2024/ICV-1') ?? [...named].find(([name]) => name.includes('LG-2024/ICV-1'))?.[1];
  assert.equal(missed.executed, 0, [...named.keys()].join('\n'));
  assert.match(document.lineAt(missed.location.start.line).text, /row LG-2024\/ICV-1/);
  const bands = file.details.flatMap((one) => one.branches ?? []);
  assert.deepEqual(bands.map((band) => [band.label, band.executed > 0]), [
    ['listed.people 1万以上 不满5万', true],
    ['listed.people 5万以上', true],
  ]);
  assert.equal(document.getText(bands[0].location), 'listed.people 1万以上 不满5万');
  assert.ok(file.declarationCoverage.covered < file.declarationCoverage.total);
  const editor = vscode.window.activeTextEditor;
  editor.revealRange(missed.location, vscode.TextEditorRevealType.InCenter);
  await run('workbench.panel.testCoverage.focus').then(undefined, () => undefined);
  await sleep(2000);
  await shot('coverage');
  await run('testing.coverage.close').then(undefined, () => undefined);
});

test('graph: what prevails over what, with links to the clauses', async () => {
  await open(POLICY);
  const html = await run('weir.showPrecedence', uri(POLICY));
  assert.match(html, /<svg [^>]*role="group"/);
  const says = [...html.matchAll(/aria-label="([^"]*)" data-id/g)].map(([, text]) => text);
  assert.ok(says.includes('Example, article 4: Exempt for the performance of a contract. prevails over 3, yields to 1'), says.join('\n'));
  assert.ok(says.length >= 6, String(says.length));
  assert.match(html, /prevails over <a href="#" data-clause="\d+"[^>]*>Example, article 2<\/a>/);
  await sleep(2000);
  await shot('graph');
});

test('graph: errors of policies are said, and nothing is drawn in part', async () => {
  const document = await open(POLICY);
  const undo = await replace(document, 'when data.listed\n', 'when data.listet\n');
  await document.save();
  const refused = await run('weir.showPrecedence', uri(POLICY));
  assert.match(refused, /role="alert">error\[E0203\]: .*`data\.listet`/);
  assert.doesNotMatch(refused, /<svg/);
  await undo();
  await document.save();
  assert.match(await run('weir.showPrecedence', uri(POLICY)), /Example, article 4/);
});

test('compare: without git that is said', async () => {
  await open(POLICY);
  assert.equal(vscode.workspace.getConfiguration('git').get('enabled'), false);
  assert.match(await run('weir.compareBase', uri(POLICY)), /extension for git is turned off/);
});

test('compare: with the last commit, and with a revision that is named', async () => {
  const git = await repository(POLICY);
  const first = git('rev-parse', 'HEAD');
  const config = vscode.workspace.getConfiguration();

  const document = await open(POLICY);
  assert.equal(await run('weir.compareBase', uri(POLICY)), `No policy differs from ${first.slice(0, 8)}.`);
  const undo = await replace(document, '不满10万人的，免予', '不满十万人的，免予');
  await document.save();
  const compared = await until('difference', () => run('weir.compareBase', uri(POLICY)), (found) => found?.base);
  assert.equal(compared.base, first);
  assert.equal(compared.right.toString(), uri(POLICY).toString());
  const before = await vscode.workspace.openTextDocument(compared.left);
  assert.match(before.getText(), /不满10万人的，免予/);
  const input = vscode.window.tabGroups.activeTabGroup.activeTab.input;
  assert.ok(input instanceof vscode.TabInputTextDiff, String(input));
  assert.match(vscode.window.tabGroups.activeTabGroup.activeTab.label, new RegExp(`${path.basename(POLICY)} \\(${first.slice(0, 8)} ↔ now\\)`));
  await sleep(1500);
  await shot('compare');

  git('commit', '--quiet', '-am', 'two');
  await config.update('weir.compare.base', 'HEAD~1', vscode.ConfigurationTarget.Global);
  assert.equal((await until('named', () => run('weir.compareBase', uri(POLICY)), (found) => found?.base)).base, first);
  await config.update('weir.compare.base', 'nowhere', vscode.ConfigurationTarget.Global);
  assert.equal(await run('weir.compareBase', uri(POLICY)), 'There is no revision nowhere, which weir.compare.base names.');
  await config.update('weir.compare.base', undefined, vscode.ConfigurationTarget.Global);
  await undo();
  await document.save();
});

test('review: what a change of a number means, with a case, and the line above it', async () => {
  const document = await open(POLICY);
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '--quiet', '-am', 'three'], { cwd: root().fsPath });
  const words = await replace(document, '不满10万人的，免予', '不满十万人的，免予');
  await document.save();
  const reworded = await run('weir.reviewChanges', uri(POLICY));
  assert.match(reworded, /<h1>Changes since [0-9a-f]{8}<\/h1><p class="same" role="status">No change of meaning/);
  await words();

  const number = await replace(document, 'from 2024-03-22: 10万 people', 'from 2024-03-22: 5万 people');
  await document.save();
  const html = await run('weir.reviewChanges', uri(POLICY));
  assert.match(html, /<p class="differs" role="status">/);
  assert.match(html, /data-open="0">threshold <code>contract_line from 2024-03-22<\/code>[^<]*100,000 → 50,000/);
  assert.match(html, /<summary>For example: [^<]*people so far this year: 50,000 people/);
  assert.match(html, /<section class="stricter" id="change-0"[^>]*><h3>1\. pathway: exempt → standard contract/);
  assert.match(html, /<p>[^<]*at least 50,000 people and below 100,000 people/);
  assert.match(html, /<h2>On other days<\/h2><ul><li>until 2024-03-21: no change of meaning<\/li>/);
  await shot('review');

  const above = async () => (await run('vscode.executeCodeLensProvider', uri(POLICY), 50)).filter((lens) => lens.command?.command === 'weir.reviewChanges');
  const [lens] = await until('the line above the threshold', above, (found) => found.length > 0, 30000);
  assert.match(lens.command.title, /^changes \d+ outcomes?$/);
  assert.match(document.lineAt(lens.range.start.line).text, /contract_line|5万 people/);
  await number();
  assert.deepEqual(await above(), [], 'a text that is being edited has no such line');
  await document.save();
  await vscode.workspace.getConfiguration().update('git.enabled', false, vscode.ConfigurationTarget.Global);
});
