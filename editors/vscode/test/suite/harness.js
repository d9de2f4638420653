// A small runner inside the extension host: `N passed, N failed` is its last line.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const vscode = require('vscode');

const root = () => vscode.workspace.workspaceFolders[0].uri;
const uri = (file) => vscode.Uri.joinPath(root(), file);
const run = vscode.commands.executeCommand;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
/** A picture of the window, once it has settled; waited for. */
async function shot(name) {
  await sleep(700);
  console.log(`SHOT ${name}`);
  await sleep(700);
}

/** Asks again until the answer is as wanted; the last answer is in the error. */
async function until(what, ask, fits = Boolean, limit = 15000) {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(answer)}`);
    await sleep(100);
  }
}

async function open(file) {
  const document = await vscode.workspace.openTextDocument(uri(file));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The position of the character after `before` in the first line that holds both. */
function at(document, text, into = 0, from = 0) {
  const offset = document.getText().indexOf(text, from);
  assert.ok(offset >= 0, `${text} is not in the text`);
  return document.positionAt(offset + into);
}

/** Replaces a text, and gives back what puts it back. */
async function replace(document, before, after) {
  const offset = document.getText().indexOf(before);
  assert.ok(offset >= 0, `${before} is not in the text`);
  const whole = document.getText();
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(offset), document.positionAt(offset + before.length)), after);
  assert.ok(await vscode.workspace.applyEdit(edit));
  return () => restore(document, whole);
}

async function restore(document, whole) {
  if (document.getText() === whole) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), whole);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const plain = (hovers) => hovers.flatMap((hover) => hover.contents).map((part) => (typeof part === 'string' ? part : part.value)).join('\n');
/** The findings of a file; a trial period that is over today is none of a test's concern. */
const problems = (document) => vscode.languages.getDiagnostics(document.uri).filter((one) => codeOf(one) !== 'W0805');
const codeOf = (one) => (typeof one.code === 'object' ? String(one.code.value) : String(one.code));

async function runAll(tests) {
  let [passed, failed] = [0, 0];
  const only = vscode.workspace.getConfiguration('weir-test').get('only');
  const files = await vscode.workspace.findFiles('**/*.{weir,yaml,json}');
  const texts = await Promise.all(files.map(async (file) => [file, await vscode.workspace.fs.readFile(file)]));
  /** Every file as it was, whatever a test left behind. */
  const tidy = async () => {
    await run('workbench.action.closeAllEditors').then(undefined, () => undefined);
    for (const [file, bytes] of texts) {
      const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === file.toString());
      const text = new TextDecoder().decode(bytes);
      if (document && document.getText() !== text) {
        await restore(document, text);
        await document.save();
      }
      if (new TextDecoder().decode(await vscode.workspace.fs.readFile(file)) !== text) await vscode.workspace.fs.writeFile(file, bytes);
    }
  };
  for (const [name, body] of tests) {
    if (only && !new RegExp(only).test(name)) continue;
    const begun = Date.now();
    try {
      await body();
      passed += 1;
      console.log(`  ok    ${name} (${Date.now() - begun} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`  FAIL  ${name}: ${error && error.stack ? error.stack : error}`);
      await shot(`failed-${name.replace(/[^\w]+/g, '-')}`);
    }
    await tidy();
  }
  await sleep(300);
  console.log(`${passed} passed, ${failed} failed`);
  await sleep(300);
  if (failed > 0) throw new Error(`${failed} failed`);
}

/** Makes the workspace a repository in which a file is committed, known to the editor. Gives what runs git there. */
async function repository(file) {
  const git = (...args) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: root().fsPath, encoding: 'utf8' }).trim();
  git('init', '--quiet');
  git('add', file);
  git('commit', '--quiet', '-m', 'one');
  await vscode.workspace.getConfiguration().update('git.enabled', true, vscode.ConfigurationTarget.Global);
  const exports = await vscode.extensions.getExtension('vscode.git').activate();
  await until('git', () => exports.enabled);
  const model = exports.getAPI(1);
  await until('repository', async () => (await model.openRepository(root())) ?? model.getRepository(root()));
  return git;
}

module.exports = { assert, vscode, root, uri, run, shot, sleep, until, open, at, replace, restore, plain, problems, codeOf, repository, runAll };
