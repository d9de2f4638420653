// The extension without a program of its own, in a folder that is trusted and in one that is not.

const fs = require('node:fs');
const path = require('node:path');
const { assert, vscode, root, run, until, open, at, runAll } = require('./harness.js');

const POLICY = 'policies/example.weir';
const extension = () => vscode.extensions.getExtension('weir.weir');
const server = () => extension().exports?.server();
const trusted = vscode.workspace.isTrusted;
const hover = (document) => run('vscode.executeHoverProvider', document.uri, at(document, 'fact data.listed', 6));
const folder = () => root().fsPath;
// VS Code takes the search path from a shell; this is put before it. What lies in the folder itself must not be run.
const bin = () => path.join(extension().extensionPath, '..', 'bin');

const tests = [];
const test = (name, body) => tests.push([name, body]);

if (trusted) {
  test('trusted: the program of the search path is run, by its whole path', async () => {
    // As if the folder itself were on the search path, and the folder in which things are run.
    process.env.PATH = [folder(), '.', '', bin(), process.env.PATH].join(path.delimiter);
    const document = await open(POLICY);
    await until('active', () => extension().isActive);
    await run('weir.restartServer');
    await until('said', server, (said) => /^Weir \d+\.\d+\.\d+: \/.*\/bin\/weir$/.test(said));
    await until('hover', () => hover(document), (all) => all.length > 0);
    assert.ok(!fs.existsSync(path.join(folder(), 'was-run')));
  });

  test('trusted: without one that is said', async () => {
    const before = process.env.PATH;
    process.env.PATH = [folder(), '.', ''].join(path.delimiter);
    await open(POLICY);
    await run('weir.restartServer');
    await until('said', server, (said) => said === 'Weir could not start: There is no program weir on the search path outside the workspace');
    assert.match(await run('weir.evaluate', vscode.Uri.joinPath(root(), 'scenarios', 'trial.yaml')), /There is no program weir/);
    process.env.PATH = before;
    assert.ok(!fs.existsSync(path.join(folder(), 'was-run')));
  });
} else {
  test('restricted: no program is run, neither that of the search path nor that of a setting of the folder', async () => {
    process.env.PATH = [folder(), bin(), process.env.PATH].join(path.delimiter);
    await open(POLICY);
    await until('active', () => extension().isActive);
    await run('weir.restartServer');
    await until('said', server, (said) => /^Weir could not start: .*not trusted/.test(said));
    assert.ok(fs.existsSync(path.join(folder(), '.vscode', 'settings.json')));
    assert.match(await run('weir.evaluate', vscode.Uri.joinPath(root(), 'scenarios', 'trial.yaml')), /not trusted/);
    assert.ok(!fs.existsSync(path.join(folder(), 'was-run')));
  });
}

exports.run = () => runAll(tests);
