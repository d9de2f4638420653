// Every contribution of the extension, seen through VS Code itself.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { assert, vscode, root, uri, run, shot, sleep, until, open, at, replace, plain, problems, codeOf, runAll } = require('./harness.js');

const POLICY = 'policies/example.weir';
const extension = () => vscode.extensions.getExtension('weir.weir');
const api = () => extension().exports;
const manifest = () => extension().packageJSON;

const tests = [];
const test = (name, body) => tests.push([name, body]);

test('activation: the server runs and the file is Weir', async () => {
  const document = await open(POLICY);
  assert.equal(document.languageId, 'weir');
  await until('active', () => extension().isActive);
  const symbols = await until('symbols', () => run('vscode.executeDocumentSymbolProvider', document.uri), (found) => found?.length > 5);
  assert.ok(symbols.some((one) => one.name.includes('pathway')), JSON.stringify(symbols.map((one) => one.name)));
  assert.deepEqual(problems(document), []);
  await shot('activation');
});

test('commands: every one that is announced is there', async () => {
  const known = new Set(await vscode.commands.getCommands(true));
  for (const { command } of manifest().contributes.commands) assert.ok(known.has(command), command);
  for (const command of ['weir.runTest', 'weir.showLocations', 'weir.showReferences']) assert.ok(known.has(command), command);
});

test('diagnostics: a finding with code and page, and none once mended', async () => {
  const document = await open(POLICY);
  const undo = await replace(document, 'when data.listed\n', 'when data.listet\n');
  const [found] = await until('finding', () => problems(document), (all) => all.length > 0);
  assert.equal(found.source, 'weir');
  assert.match(codeOf(found), /^[EW]\d{4}$/);
  assert.equal(document.getText(found.range), 'data.listet');
  assert.equal(found.code.target.scheme, 'weir-explain');
  const page = await vscode.workspace.openTextDocument(found.code.target);
  assert.match(page.getText(), new RegExp(codeOf(found)));
  await shot('diagnostics');
  await undo();
  await until('mended', () => problems(document), (all) => all.length === 0);
});

test('quick fix: the name that was meant', async () => {
  const document = await open(POLICY);
  const undo = await replace(document, 'when data.listed\n', 'when data.listet\n');
  const [found] = await until('finding', () => problems(document), (all) => all.length > 0);
  const actions = await run('vscode.executeCodeActionProvider', document.uri, found.range, 'quickfix');
  const fix = actions.find((one) => one.title.includes('data.listed'));
  assert.ok(fix, JSON.stringify(actions.map((one) => one.title)));
  assert.ok(await vscode.workspace.applyEdit(fix.edit));
  await until('mended', () => problems(document), (all) => all.length === 0);
  assert.ok(document.getText().includes('when data.listed\n'));
  await undo();
});

test('hover: label and documentation', async () => {
  const document = await open(POLICY);
  const hovers = await until('hover', () => run('vscode.executeHoverProvider', document.uri, at(document, 'people.general < contract_line', 20)), (all) => all.length > 0);
  assert.match(plain(hovers), /people from which a contract is needed/);
  assert.match(plain(hovers), /10万|100,?000/);
});

test('completion: facts at a condition, constructs at the margin', async () => {
  const document = await open(POLICY);
  const undo = await replace(document, 'when data.listed\n', 'when data.\n');
  const position = at(document, 'when data.\n', 10);
  const list = await until('items', () => run('vscode.executeCompletionItemProvider', document.uri, position), (found) => found.items.length > 0);
  const labels = list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
  assert.ok(labels.some((label) => label.includes('data.listed')), labels.join());
  await undo();
  const end = document.positionAt(document.getText().length);
  const top = await run('vscode.executeCompletionItemProvider', document.uri, end);
  assert.ok(top.items.some((item) => /^instrument/.test(item.label.label ?? item.label)), 'instrument');
});

test('rename: everywhere', async () => {
  const document = await open(POLICY);
  const uses = document.getText().split('data.listed').length - 1;
  const edit = await run('vscode.executeDocumentRenameProvider', document.uri, at(document, 'fact data.listed', 6), 'data.catalogued');
  const edits = edit.get(document.uri);
  assert.equal(edits.length, uses);
});

test('definition, references, workspace symbols', async () => {
  const document = await open(POLICY);
  const use = at(document, 'when data.listed', 6);
  const [definition] = await run('vscode.executeDefinitionProvider', document.uri, use);
  const range = definition.targetRange ?? definition.range;
  assert.ok(document.getText(new vscode.Range(range.start.line, 0, range.start.line, 50)).includes('fact data.listed'));
  const references = await run('vscode.executeReferenceProvider', document.uri, use);
  assert.ok(references.length > 2, String(references.length));
  const symbols = await run('vscode.executeWorkspaceSymbolProvider', 'contract_line');
  assert.ok(symbols.some((one) => one.name.includes('contract_line')));
});

test('formatting: a document, and on saving', async () => {
  const document = await open(POLICY);
  const undo = await replace(document, '    when data.listed\n', '        when   data.listed\n');
  const edits = await run('vscode.executeFormatDocumentProvider', document.uri, { tabSize: 2, insertSpaces: true });
  assert.ok(edits.length > 0);
  await document.save();
  assert.ok(document.getText().includes('\n    when data.listed\n'), 'formatted on saving');
  await undo();
  await document.save();
});

test('symbols, folding, links, hints, lenses, colours', async () => {
  const document = await open(POLICY);
  const folds = await run('vscode.executeFoldingRangeProvider', document.uri);
  assert.ok(folds.length > 10);
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await until('hints', () => run('vscode.executeInlayHintProvider', document.uri, whole), (all) => all.length > 0);
  assert.ok(hints.length > 0);
  const lenses = await until('lenses', () => run('vscode.executeCodeLensProvider', document.uri, 500), (all) => all.length > 0);
  const commands = new Set(lenses.map((lens) => lens.command?.command));
  for (const command of ['weir.runTest', 'weir.showReferences']) assert.ok(commands.has(command), [...commands].join());
  const legend = await run('vscode.provideDocumentSemanticTokensLegend', document.uri);
  const tokens = await run('vscode.provideDocumentSemanticTokens', document.uri);
  assert.ok(tokens.data.length > 100);
  const own = new Set(manifest().contributes.semanticTokenTypes.map((type) => type.id));
  const standard = new Set(['keyword', 'comment', 'string', 'number', 'operator']);
  for (const type of legend.tokenTypes) assert.ok(own.has(type) || standard.has(type), `the type ${type} is not announced`);
  const scopes = manifest().contributes.semanticTokenScopes[0].scopes;
  for (const type of legend.tokenTypes) assert.ok(scopes[type], `the type ${type} has no scope`);
});

test('settings: a lens can be turned off', async () => {
  const document = await open(POLICY);
  const settings = vscode.workspace.getConfiguration('weir');
  const has = async () => (await run('vscode.executeCodeLensProvider', document.uri)).some((lens) => /uses?$/.test(lens.command?.title ?? ''));
  await until('lens', has);
  await settings.update('codeLens.references', false, vscode.ConfigurationTarget.Workspace);
  await until('no lens', has, (found) => !found);
  await settings.update('codeLens.references', undefined, vscode.ConfigurationTarget.Workspace);
  await until('lens again', has);
});

test('defaults: format on save and colours of words', async () => {
  const document = await open(POLICY);
  const settings = vscode.workspace.getConfiguration('editor', document);
  assert.equal(settings.get('formatOnSave'), true);
  assert.equal(settings.get('semanticHighlighting.enabled'), true);
});

test('tests: found, run, and a failure with expected and found', async () => {
  const document = await open(POLICY);
  await until('active', () => extension().isActive);
  const undo = await replace(document, 'expect pathway exempt by example_order article 4', 'expect pathway contract by example_order article 4');
  await document.save();
  const results = () => api().lastRun();
  await run('weir.runAllTests');
  const all = await results();
  assert.equal(all.failed.length, 1, JSON.stringify(all.failed));
  assert.equal(all.failed[0].test, 'the other reading');
  assert.match(all.failed[0].expected, /contract/);
  assert.match(all.failed[0].found, /exempt/);
  assert.ok(all.passed >= 15, String(all.passed));
  const lens = (await run('vscode.executeCodeLensProvider', document.uri)).find((one) => one.command?.command === 'weir.runTest');
  await run('workbench.view.testing.focus');
  await shot('tests');
  await run(lens.command.command, ...lens.command.arguments);
  const one = await results();
  assert.equal(one.failed.length, 0);
  assert.ok(one.passed >= 1 && one.passed < all.passed, String(one.passed));
  await undo();
  await document.save();
  await run('testing.runAll');
  await until('all pass', results, (now) => now.failed.length === 0 && now.passed === all.passed + 1);
  await run('workbench.view.explorer');
});

test('evaluate: the determination with links to clauses', async () => {
  await open('scenarios/trial.yaml');
  const html = await run('weir.evaluate', uri('scenarios/trial.yaml'));
  assert.match(html, /standard contract/);
  assert.match(html, /row LG-2024\/MED-1/);
  assert.match(html, /<span class="name" title="duties">duties<\/span>/);
  assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
  const reference = /data-reference="([^"]*LG-2024\/MED-1)"/.exec(html)[1].replaceAll('&#34;', '"');
  await shot('evaluate');
  const place = await api().openReference(reference);
  assert.ok(place, reference);
  const editor = vscode.window.activeTextEditor;
  assert.match(editor.document.lineAt(editor.selection.start.line).text, /row LG-2024\/MED-1/);
  for (const [, raw] of html.matchAll(/data-reference="([^"]*)"/g)) {
    assert.ok(await api().openReference(raw.replaceAll('&#34;', '"')), raw);
  }
  const open_ = await run('weir.evaluate', uri('scenarios/open.json'));
  assert.match(open_, /Has the exporter been designated/);
});

test('scenarios: what is determined, findings and hover; formatting is left alone', async () => {
  const document = await open('scenarios/trial.yaml');
  const evaluates = (lens) => lens.command?.command === 'weir.evaluate';
  const lenses = await until('a determination', () => run('vscode.executeCodeLensProvider', document.uri), (all) => all.some(evaluates));
  const { command } = lenses.find(evaluates);
  assert.match(command.title, /standard contract/);
  await shot('scenario');
  assert.match(await run(command.command, ...command.arguments), /standard contract/);
  const own = () => problems(document).filter((one) => one.source === 'weir');
  const undo = await replace(document, 'exporter.operator', 'exporter.operatr');
  const [found] = await until('a finding', own, (all) => all.length > 0);
  assert.equal(codeOf(found), 'E0702');
  await undo();
  await until('no finding', own, (all) => all.length === 0);
  const ground = document.positionAt(document.getText().indexOf('export.ground') + 3);
  const hovers = await run('vscode.executeHoverProvider', document.uri, ground);
  assert.ok(hovers.some((one) => one.contents.some((part) => part.value.includes('export.ground'))));
  const formatted = await run('vscode.executeFormatDocumentProvider', document.uri, { tabSize: 2, insertSpaces: true });
  assert.equal(formatted, undefined);
});

test('evaluate: errors of policies are said', async () => {
  const document = await open(POLICY);
  const undo = await replace(document, 'when data.listed\n', 'when data.listet\n');
  await document.save();
  const html = await run('weir.evaluate', uri('scenarios/trial.yaml'));
  assert.match(html, /role="alert"/);
  assert.match(html, /data\.listet/);
  await undo();
  await document.save();
});

test('schema: a wrong fact of a JSON scenario, and what there is instead', async () => {
  const document = await open('scenarios/open.json');
  const undo = await replace(document, '"none"', '"nothing"');
  const [found] = await until('finding', () => problems(document), (all) => all.length > 0, 30000);
  assert.match(found.message, /contract/);
  const list = await run('vscode.executeCompletionItemProvider', document.uri, at(document, '"export.ground"', 3));
  const labels = list.items.map((item) => item.label.label ?? item.label);
  assert.ok(labels.some((label) => String(label).includes('people.general')), labels.join());
  await undo();
});

test('schema: the YAML extension is told of it', async () => {
  const [entry] = manifest().contributes.yamlValidation;
  const [json] = manifest().contributes.jsonValidation;
  assert.equal(entry.url, json.url);
  const schema = JSON.parse((await vscode.workspace.openTextDocument(vscode.Uri.parse(entry.url))).getText());
  assert.ok(schema.$defs['data.listed']);
});

test('table: read, edit a cell, add and remove a row; the text stays the truth and keeps its remarks', async () => {
  const document = await open(POLICY);
  const whole = document.getText();
  const put = await replace(document, '      table {\n        | row ', '      table {\n        // A remark that stays.\n        | row ');
  await run('weir.openTable', document.uri);
  const input = await until('table editor', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input, (tab) => tab instanceof vscode.TabInputCustom);
  assert.equal(input.viewType, 'weir.table');
  const tables = api().tables(document);
  const at_ = tables.findIndex((table) => table.kind === 'lines' && table.head[0] === 'row');
  const table = tables[at_];
  assert.deepEqual(table.head, ['row', 'zh', 'en', 'fields', 'listed.people', 'pathway']);
  assert.equal(table.rows.length, 2);
  const cells = (row) => api().tables(document)[at_].rows[row].cells.map((cell) => cell?.text ?? '');
  const edit = (row, column, before, text, id = cells(row)[0]) => api().changeTable(document, { type: 'edit', turn: 1, table: at_, row, column, before, id, text });
  assert.equal(await edit(1, 2, 'laboratory data', 'results of the "lab" | all'), undefined);
  assert.ok(document.getText().includes('| "results of the \\"lab\\" | all" |'), 'the text holds the cell');
  assert.ok(document.getText().includes('// A remark that stays.'));
  assert.match(await edit(1, 2, 'something else', 'x'), /changed meanwhile/);
  assert.match(await edit(0, 5, 'contract', 'a | b'), /sign \|/);
  // A row that another one took the place of is left alone.
  const before = document.getText();
  assert.match(await edit(0, 5, 'contract', 'exempt', 'LG-2024/R-2'), /changed meanwhile/);
  for (const type of ['add', 'remove']) assert.match(await api().changeTable(document, { type, table: at_, row: 0, cells: cells(1) }), /changed meanwhile/);
  assert.match(await api().changeTable(document, { type: 'remove', table: at_, row: 7, cells: [] }), /changed meanwhile/);
  assert.equal(document.getText(), before);
  assert.equal(await edit(0, 5, 'contract', 'contrakt'), undefined);
  const [found] = await until('finding in the cell', () => problems(document), (all) => all.length > 0);
  assert.equal(document.getText(found.range), 'contrakt');
  await shot('table');
  assert.equal(await edit(0, 5, 'contrakt', 'contract'), undefined);
  assert.equal(await api().changeTable(document, { type: 'add', table: at_, row: 1, cells: cells(1) }), undefined);
  assert.ok(document.getText().includes('| LG-2024/R-3 |'), 'a row with the next id');
  assert.equal(await api().changeTable(document, { type: 'remove', table: at_, row: 2, cells: cells(2) }), undefined);
  await until('no finding', () => problems(document), (all) => all.length === 0);
  assert.equal(await edit(1, 2, 'results of the "lab" | all', 'laboratory data'), undefined);
  const edits = await run('vscode.executeFormatDocumentProvider', document.uri, { tabSize: 2, insertSpaces: true });
  const change = new vscode.WorkspaceEdit();
  change.set(document.uri, edits ?? []);
  await vscode.workspace.applyEdit(change);
  assert.equal(document.getText().replace('        // A remark that stays.\n', ''), whole, 'back to the very text');
  await put();
});

test('table: rows of a list written as clauses', async () => {
  const document = await open(POLICY);
  const whole = document.getText();
  const tables = api().tables(document);
  const at_ = tables.findIndex((table) => table.kind === 'clauses' && table.rows[0].cells[0].text === 'LG-2024/MED-1');
  const { head, rows } = tables[at_];
  assert.deepEqual(head.slice(0, 4), ['row', 'zh', 'en', 'fields']);
  const column = head.indexOf('en');
  assert.equal(rows[0].cells[column].text, 'personal information of trial subjects');
  const cells = (row) => api().tables(document)[at_].rows[row].cells.map((cell) => cell?.text ?? '');
  const change = (row, name, before, text) => api().changeTable(document, { type: 'edit', turn: 1, table: at_, row, column: head.indexOf(name), before, id: cells(row)[0], text });
  assert.equal(await change(0, 'en', 'personal information of trial subjects', 'of subjects'), undefined);
  assert.ok(document.getText().includes('en "of subjects"'));
  assert.equal(await change(1, 'fields', '', 'lab_result'), undefined);
  assert.ok(document.getText().includes('\n        fields lab_result\n'), 'a clause is added');
  await until('no finding', () => problems(document), (all) => all.length === 0);
  assert.equal(await change(1, 'fields', 'lab_result', ''), undefined);
  assert.equal(await change(0, 'en', 'of subjects', 'personal information of trial subjects'), undefined);
  assert.equal(document.getText(), whole);
  assert.match(await change(0, 'row', 'LG-2024/MED-1', ''), /needs its id/);
  assert.equal(await api().changeTable(document, { type: 'add', table: at_, row: 1, cells: cells(1) }), undefined);
  assert.ok(document.getText().includes('row LG-2024/MED-3'));
  assert.equal(await api().changeTable(document, { type: 'remove', table: at_, row: 2, cells: cells(2) }), undefined);
  assert.equal(document.getText(), whole);
});

test('new instrument: into the policy that is shown', async () => {
  const document = await open(POLICY);
  const whole = document.getText();
  await run('weir.newInstrument', 'house_rules');
  await until('inserted', () => document.getText().includes('instrument house_rules {'));
  await until('no syntax errors', () => problems(document).filter((one) => /^E01/.test(codeOf(one))), (all) => all.length === 0);
  await run('undo');
  await until('undone', () => document.getText() === whole);
});

test('new list: into the policy that is shown', async () => {
  const document = await open(POLICY);
  await run('weir.newList', 'fuzhou');
  await until('inserted', () => document.getText().includes('list fuzhou edition'));
  await sleep(500);
  assert.deepEqual(problems(document).filter((one) => /^E01/.test(codeOf(one))).map((one) => one.message), []);
});

test('new scenario: every fact, and it is evaluated', async () => {
  const made = await run('weir.newScenario', 'fresh');
  const text = (await vscode.workspace.openTextDocument(made)).getText();
  assert.match(text, /data\.listed: unknown/);
  assert.match(text, /# Are the data listed in the catalogue/);
  assert.match(await run('weir.evaluate', made), /Undetermined|undetermined/);
  await vscode.workspace.fs.delete(made);
});

test('new project: a folder that tests clean', async () => {
  const made = await run('weir.newProject', path.join(root().fsPath, 'project'));
  assert.ok(fs.existsSync(path.join(made.fsPath, 'policies', 'main.weir')));
  // Its policies are nearer to its scenario than those of the workspace.
  const html = await run('weir.evaluate', vscode.Uri.joinPath(made, 'scenarios', 'example.yaml'));
  const label = vscode.env.language.startsWith('zh') ? '内部规定' : 'House Rules';
  assert.ok(html.includes(label), html);
  await vscode.workspace.fs.delete(made, { recursive: true });
});

test('untranscribed: the places, with what is missing', async () => {
  const shown = run('weir.showUntranscribed');
  await shot('untranscribed');
  await run('workbench.action.acceptSelectedQuickOpenItem');
  await shown;
  const editor = vscode.window.activeTextEditor;
  assert.equal(editor.document.getText(editor.selection), 'untranscribed');
});

test('task: check, with its finding in the list of problems', async () => {
  // A file that no editor has open: findings of open files are the server's.
  const broken = uri('policies/broken.weir');
  await vscode.workspace.fs.writeFile(broken, new TextEncoder().encode('use "example.weir"\n\ndefine broken\n  zh "坏"\n  en "broken"\n  cite example_order article 1\n  means data.listet\n'));
  const tasks = await vscode.tasks.fetchTasks({ type: 'weir' });
  assert.deepEqual(tasks.map((task) => task.name).sort(), ['check', 'fmt', 'test']);
  const ended = new Promise((done) => {
    const listener = vscode.tasks.onDidEndTask((event) => {
      listener.dispose();
      done(event.execution.task.name);
    });
  });
  await vscode.tasks.executeTask(tasks.find((task) => task.name === 'check'));
  assert.equal(await ended, 'check');
  await until('problem of the task', () => vscode.languages.getDiagnostics(broken).filter((one) => one.message === 'there is no fact `data.listet`'), (all) => all.length > 0);
  await shot('task');
  await vscode.workspace.fs.delete(broken);
});

test('restart: the server answers again', async () => {
  const document = await open(POLICY);
  await run('weir.restartServer');
  await until('hover', () => run('vscode.executeHoverProvider', document.uri, at(document, 'fact data.listed', 6)), (all) => all.length > 0);
});

test('a wrong path of the server is said, and mended', async () => {
  const document = await open(POLICY);
  const settings = vscode.workspace.getConfiguration('weir');
  const hover = () => run('vscode.executeHoverProvider', document.uri, at(document, 'fact data.listed', 6));
  await until('started', api().server, (said) => /^Weir \d+\.\d+\.\d+: .*server.weir/.test(said));
  await settings.update('server.path', '/nowhere/weir', vscode.ConfigurationTarget.Workspace);
  await until('stopped', hover, (all) => all.length === 0);
  await until('said', api().server, (said) => /^Weir could not start: The program \/nowhere\/weir cannot be started: .*ENOENT/.test(said));
  await settings.update('server.path', undefined, vscode.ConfigurationTarget.Workspace);
  await until('hover', hover, (all) => all.length > 0);
  await until('started', api().server, (said) => /^Weir \d+\.\d+\.\d+: /.test(said));
});

test('a program that does not say its version is ended, and that is said', async () => {
  await open(POLICY);
  const settings = vscode.workspace.getConfiguration('weir');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'weir-slow-'));
  const slow = path.join(folder, 'weir');
  fs.writeFileSync(slow, `#!/bin/sh\necho $$ >${folder}/pid\nexec sleep 60\n`, { mode: 0o755 });
  await settings.update('server.path', slow, vscode.ConfigurationTarget.Workspace);
  try {
    await until('said', api().server, (said) => /^Weir could not start: The program .* did not answer within 5 s/.test(said), 20000);
    const pid = Number(fs.readFileSync(path.join(folder, 'pid'), 'utf8'));
    await until('ended', () => !fs.existsSync(`/proc/${pid}`));
  } finally {
    await settings.update('server.path', undefined, vscode.ConfigurationTarget.Workspace);
    await until('started', api().server, (said) => /^Weir \d+\.\d+\.\d+: /.test(said), 90000);
    fs.rmSync(folder, { recursive: true });
  }
});

test('evaluate: saves policies and the scenario, and nothing else', async () => {
  const others = { [POLICY]: ['// ', false], 'scenarios/trial.yaml': ['# ', false], 'scenarios/open.json': [' ', true] };
  for (const [file, [text]] of Object.entries(others)) {
    const edit = new vscode.WorkspaceEdit();
    const document = await open(file);
    edit.insert(document.uri, new vscode.Position(0, 0), `${text}\n`);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(document.isDirty);
  }
  await run('weir.evaluate', uri('scenarios/trial.yaml'));
  for (const [file, [, dirty]] of Object.entries(others)) {
    const document = await vscode.workspace.openTextDocument(uri(file));
    assert.equal(document.isDirty, dirty, file);
  }
});

tests.push(...require('./review.js'));

test('walkthrough: four steps with their pages', async () => {
  const [walkthrough] = manifest().contributes.walkthroughs;
  assert.equal(walkthrough.steps.length, 4);
  for (const step of walkthrough.steps) assert.ok(fs.existsSync(path.join(extension().extensionPath, step.media.markdown)), step.media.markdown);
  await run('workbench.action.openWalkthrough', 'weir.weir#start', false);
  await shot('walkthrough');
});

exports.run = () => runAll(tests);
