// The tests of policies in the Test Explorer: found in the text, run by `weir test`.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { folderOf } from './context';
import { type Coverage, covered, PolicyCoverage } from './coverage';
import { explained, type Explanation, type Labels } from './determined';
import { type Ran, run, said, saveAll } from './program';

interface Case {
  test: string;
  case?: string;
  file: string;
  line: number;
  passed: boolean;
  failures: { line: number; expected: string; found: string }[];
  explanation?: Explanation;
}

/** A test as it stands in a text; the cases are those of its table. */
export interface Found {
  name: string;
  line: number;
  cases: { label: string; line: number }[];
}

const TEST = /^\s*test\s+(table\s+)?"((?:[^"\\]|\\.)*)"/;
const unescaped = (text: string): string => text.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));

/** The tests in a text, in order. */
export function testsIn(text: string): Found[] {
  const found: Found[] = [];
  let head: string[] | undefined;
  let table = false;
  text.split(/\r?\n/).forEach((line, at) => {
    const start = TEST.exec(line);
    if (start) {
      found.push({ name: unescaped(start[2] ?? ''), line: at, cases: [] });
      [head, table] = [undefined, start[1] !== undefined];
      return;
    }
    const test = found.at(-1);
    if (/^\}/.test(line)) table = false;
    if (!table || !test || !/^\s*\|/.test(line)) return;
    const cells = (line.match(/\|(?:[^|"]|"(?:[^"\\]|\\.)*")*/g) ?? []).map((cell) => cell.slice(1).trim());
    if (!head) {
      head = cells;
      return;
    }
    const label = cells[head.indexOf('case')] ?? '';
    test.cases.push({ label: label.startsWith('"') ? unescaped(label.slice(1, -1)) : String(at + 1), line: at });
  });
  return found;
}

/** How a run ended. */
export interface Results {
  passed: number;
  failed: { test: string; expected: string; found: string; explanation: string }[];
  /** What is covered, if that was asked for. */
  coverage: PolicyCoverage[];
}

/** Registers the tests; the function that is given back says how the last run ended. */
export function registerTests(context: vscode.ExtensionContext): () => Results {
  let results: Results = { passed: 0, failed: [], coverage: [] };
  const controller = vscode.tests.createTestController('weir', vscode.l10n.t('Weir tests'));
  context.subscriptions.push(controller);
  const pattern = '**/*.weir';
  const excluded = '**/{node_modules,target}/**';
  const isExcluded = (uri: vscode.Uri): boolean => /(^|[\\/])(node_modules|target)[\\/]/.test(vscode.workspace.asRelativePath(uri, false));

  const refresh = (uri: vscode.Uri, text: string): void => {
    const found = testsIn(text);
    const id = uri.toString();
    if (found.length === 0) {
      controller.items.delete(id);
      return;
    }
    const file = controller.items.get(id) ?? controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    file.children.replace(
      found.map((test) => {
        const item = controller.createTestItem(`${id}#${test.name}`, test.name, uri);
        item.range = lineRange(test.line);
        item.children.replace(
          test.cases.map((one) => {
            const child = controller.createTestItem(`${item.id}#${one.label}`, one.label, uri);
            child.range = lineRange(one.line);
            return child;
          }),
        );
        return item;
      }),
    );
    controller.items.add(file);
  };
  const read = async (uri: vscode.Uri): Promise<void> => {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    try {
      refresh(uri, open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    } catch {
      controller.items.delete(uri.toString());
    }
  };
  const readAll = async (): Promise<void> => {
    const files = await vscode.workspace.findFiles(pattern, excluded);
    const known = new Set(files.map(String));
    controller.items.forEach((item) => known.has(item.id) || controller.items.delete(item.id));
    await Promise.all(files.map(read));
  };
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const changed = (uri: vscode.Uri): void => void (isExcluded(uri) || read(uri));
  const timers = new Map<string, NodeJS.Timeout>();
  context.subscriptions.push(
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
    vscode.workspace.onDidOpenTextDocument((document) => document.languageId === 'weir' && document.uri.scheme === 'file' && refresh(document.uri, document.getText())),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId !== 'weir' || document.uri.scheme !== 'file') return;
      const key = document.uri.toString();
      clearTimeout(timers.get(key));
      timers.set(key, setTimeout(() => refresh(document.uri, document.getText()), 300));
    }),
  );
  controller.refreshHandler = readAll;
  controller.resolveHandler = async (item) => (item ? undefined : readAll());
  void readAll();

  const runTests = async (request: vscode.TestRunRequest, token: vscode.CancellationToken, coverage = false): Promise<void> => {
    await saveAll();
    // A text that was just changed and saved is looked at now, not after the pause.
    for (const document of vscode.workspace.textDocuments) {
      if (document.languageId === 'weir' && document.uri.scheme === 'file') refreshKept(document);
    }
    const test = controller.createTestRun(request);
    const now: Results = { passed: 0, failed: [], coverage: [] };
    try {
      const wanted: vscode.TestItem[] = [];
      const roots = request.include ?? [...controller.items].map(([, item]) => item);
      const take = (item: vscode.TestItem): void => {
        if (request.exclude?.includes(item)) return;
        if (item.children.size === 0) wanted.push(item);
        else item.children.forEach(take);
      };
      roots.map(current).forEach((item) => item && take(item));
      const files = group(wanted);
      for (const item of wanted) test.enqueued(item);
      const folders = new Map<string, [string, vscode.TestItem[]][]>();
      for (const [uri, items] of files) {
        const folder = folderOf(vscode.Uri.parse(uri)) ?? '';
        folders.set(folder, [...(folders.get(folder) ?? []), [uri, items]]);
      }
      for (const [folder, parts] of folders) {
        if (token.isCancellationRequested) break;
        const items = parts.flatMap(([, of]) => of);
        for (const item of items) test.started(item);
        await runIn({ test, folder, files: parts.map(([uri]) => vscode.Uri.parse(uri).fsPath), items, token, now, coverage });
      }
    } finally {
      results = now;
      test.end();
    }
  };
  const refreshKept = (document: vscode.TextDocument): void => {
    const item = controller.items.get(document.uri.toString());
    const now = testsIn(document.getText());
    const before = item ? [...item.children].map(([, child]) => `${child.id} ${child.range?.start.line} ${child.children.size}`) : [];
    const after = now.map((one) => `${document.uri.toString()}#${one.name} ${one.line} ${one.cases.length}`);
    if (before.join('\n') !== after.join('\n')) refresh(document.uri, document.getText());
  };
  /** The item that stands now where this one stood. */
  const current = (item: vscode.TestItem): vscode.TestItem | undefined => {
    const chain: string[] = [];
    for (let one: vscode.TestItem | undefined = item; one; one = one.parent) chain.unshift(one.id);
    let items: vscode.TestItemCollection = controller.items;
    let found: vscode.TestItem | undefined;
    for (const id of chain) {
      found = items.get(id);
      if (!found) return undefined;
      items = found.children;
    }
    return found;
  };

  const runIn = async ({ test, folder, files, items, token, now, coverage }: Part): Promise<void> => {
    let ran: Ran;
    const begun = Date.now();
    // One test of one file is run alone; several are run with their files.
    const top = new Set(items.map((item) => (item.parent?.parent ? item.parent : item)));
    const only = files.length === 1 && top.size === 1 ? [...top][0]?.label : undefined;
    const asked = files.map((file) => path.relative(folder, file));
    const every = [...controller.items].every(([, item]) => folderOf(item.uri) !== folder || files.includes(item.uri?.fsPath ?? ''));
    const form = ['--format', 'json', ...(coverage ? ['--coverage'] : [])];
    const args = ['test', ...(every && !only ? [] : asked), ...(only ? ['--filter', only] : []), ...form];
    try {
      ran = await run(context, args, folder, token);
      // Without a folder `policies` the files themselves are named.
      if (ran.code === 2 && every && !only) ran = await run(context, ['test', ...asked, ...form], folder, token);
    } catch (error) {
      ran = { code: 2, stdout: '', stderr: (error as Error).message };
    }
    if (token.isCancellationRequested) {
      for (const item of items) test.skipped(item);
      return;
    }
    let report: { cases: Case[]; labels?: Labels; coverage?: Coverage };
    try {
      report = JSON.parse(ran.stdout) as typeof report;
    } catch {
      const message = new vscode.TestMessage(said(ran));
      for (const item of items) test.errored(item, message);
      test.appendOutput(`${ran.stderr.replace(/\r?\n/g, '\r\n')}\r\n`);
      return;
    }
    const { cases, labels = [] } = report;
    const byPlace = new Map(cases.map((one) => [`${path.resolve(folder, one.file)}:${one.line}`, one]));
    const each = (Date.now() - begun) / Math.max(1, cases.length);
    for (const item of items) {
      const result = byPlace.get(`${item.uri?.fsPath}:${(item.range?.start.line ?? -1) + 1}`);
      if (!result) {
        test.skipped(item);
      } else if (result.passed) {
        now.passed += 1;
        test.passed(item, each);
      } else {
        const explanation = result.explanation ? explained(result.explanation, labels) : '';
        now.failed.push(...result.failures.map(({ expected, found }) => ({ test: result.test, expected, found, explanation })));
        test.failed(item, messages(item, result, explanation), each);
      }
    }
    const failed = cases.filter((one) => !one.passed);
    for (const one of failed) {
      test.appendOutput(`${one.file}:${one.line}  ${one.case ? `${one.test}: ${one.case}` : one.test}\r\n`);
      for (const { expected, found } of one.failures) {
        test.appendOutput(`  ${vscode.l10n.t('expected')}: ${expected}\r\n  ${vscode.l10n.t('found')}: ${found}\r\n`);
      }
      if (one.explanation) test.appendOutput(`${explained(one.explanation, labels).replace(/^/gm, '    ').replace(/\n/g, '\r\n')}\r\n`);
    }
    if (report.coverage) await addCoverage(test, now, report.coverage, folder);
    test.appendOutput(`${vscode.l10n.t('{0} passed, {1} failed', cases.length - failed.length, failed.length)}\r\n`);
  };

  controller.createRunProfile(vscode.l10n.t('Run'), vscode.TestRunProfileKind.Run, (request, token) => runTests(request, token), true);
  const profile = controller.createRunProfile(
    vscode.l10n.t('Run with coverage'),
    vscode.TestRunProfileKind.Coverage,
    (request, token) => runTests(request, token, true),
    true,
  );
  profile.loadDetailedCoverage = async (_run, file) => (file instanceof PolicyCoverage ? file.details : []);

  context.subscriptions.push(
    vscode.commands.registerCommand('weir.runAllTests', async () => {
      await readAll();
      const source = new vscode.CancellationTokenSource();
      await runTests(new vscode.TestRunRequest(), source.token);
    }),
    vscode.commands.registerCommand('weir.runTest', async (uri: string, name: string) => {
      const file = vscode.Uri.parse(uri);
      const document = await vscode.workspace.openTextDocument(file);
      refreshKept(document);
      const item = controller.items.get(file.toString())?.children.get(`${file.toString()}#${unescaped(name)}`);
      if (!item) {
        void vscode.window.showWarningMessage(vscode.l10n.t('There is no test “{0}” in {1}', name, vscode.workspace.asRelativePath(file)));
        return;
      }
      await runTests(new vscode.TestRunRequest([item]), new vscode.CancellationTokenSource().token);
    }),
  );
  return () => results;
}

/** Tests of one folder that are run at once. */
interface Part {
  test: vscode.TestRun;
  folder: string;
  files: string[];
  items: vscode.TestItem[];
  token: vscode.CancellationToken;
  now: Results;
  coverage: boolean;
}

async function addCoverage(test: vscode.TestRun, now: Results, coverage: Coverage, folder: string): Promise<void> {
  const files = await covered(coverage, folder);
  for (const file of files) test.addCoverage(file);
  now.coverage.push(...files);
}

function group(items: vscode.TestItem[]): Map<string, vscode.TestItem[]> {
  const groups = new Map<string, vscode.TestItem[]>();
  for (const item of items) {
    const key = item.uri?.toString() ?? '';
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** What differed, each as a difference that VS Code can show, and then why it came out so. */
function messages(item: vscode.TestItem, result: Case, explanation: string): vscode.TestMessage[] {
  const differing = result.failures.map(({ line, expected, found }) => {
    const message = vscode.TestMessage.diff(vscode.l10n.t('expected {0}, found {1}', expected, found), expected, found);
    if (item.uri) message.location = new vscode.Location(item.uri, lineRange(line - 1));
    return message;
  });
  if (explanation === '') return differing;
  const why = new vscode.TestMessage(`${vscode.l10n.t('What was determined')}\n${explanation}`);
  if (item.uri) why.location = new vscode.Location(item.uri, lineRange(result.line - 1));
  return [...differing, why];
}

function lineRange(line: number): vscode.Range {
  return new vscode.Range(line, 0, line, 0);
}
