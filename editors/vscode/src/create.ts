// New things from a template: a project, an instrument, a list, a scenario.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { folderOf, language } from './context';
import { run, said } from './program';

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export function registerCreation(context: vscode.ExtensionContext): void {
  const command = (name: string, does: (...args: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(name, does));
  };
  command('weir.newProject', (asked?: string) => newProject(context, asked));
  command('weir.newInstrument', (name?: string) => newInstrument(name));
  command('weir.newList', (name?: string) => newList(name));
  command('weir.newScenario', (name?: string) => newScenario(context, name));
}

async function newProject(context: vscode.ExtensionContext, asked?: string): Promise<vscode.Uri | undefined> {
  let folder = typeof asked === 'string' ? asked : undefined;
  if (folder === undefined) {
    const parents = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Make the project here'),
      ...(folderOf() === undefined ? {} : { defaultUri: vscode.Uri.file(folderOf() ?? '') }),
    });
    const parent = parents?.[0];
    if (!parent) return undefined;
    const name = await vscode.window.showInputBox({ prompt: vscode.l10n.t('Name of the new folder'), value: 'export-rules' });
    if (!name) return undefined;
    folder = path.join(parent.fsPath, name);
  }
  const ran = await run(context, ['new', folder], path.dirname(folder));
  if (ran.code !== 0) {
    void vscode.window.showErrorMessage(said(ran));
    return undefined;
  }
  const made = vscode.Uri.file(folder);
  if (vscode.workspace.getWorkspaceFolder(made)) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(made, 'policies', 'main.weir'));
  } else {
    const open = vscode.l10n.t('Open');
    const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('The project {0} is made.', path.basename(folder)), open);
    if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder', made);
  }
  return made;
}

async function ask(prompt: string, given: string | undefined, value: string): Promise<string | undefined> {
  if (typeof given === 'string') return given;
  return vscode.window.showInputBox({
    prompt,
    value,
    validateInput: (text) => (NAME.test(text) ? undefined : vscode.l10n.t('A name is made of letters, digits and _, and begins with a letter.')),
  });
}

const today = (): string => new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });

/** Puts a construct at the end of the policy that is shown, or into a new file, with stops to fill in. */
async function insert(name: string, text: string): Promise<void> {
  const shown = vscode.window.activeTextEditor;
  if (shown?.document.languageId === 'weir') {
    const { document } = shown;
    const end = document.lineAt(document.lineCount - 1).range.end;
    const gap = document.getText().trim() === '' ? '' : end.character === 0 ? '\n' : '\n\n';
    shown.selection = new vscode.Selection(end, end);
    await shown.insertSnippet(new vscode.SnippetString(`${gap}${text}`), end);
    shown.revealRange(new vscode.Range(end, end), vscode.TextEditorRevealType.InCenter);
    return;
  }
  const policies = (await vscode.workspace.findFiles('**/*.weir', '**/{node_modules,target}/**', 1))[0];
  const folder = policies ? vscode.Uri.joinPath(policies, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = folder && vscode.Uri.joinPath(folder, `${name}.weir`);
  const document = uri
    ? await vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }))
    : await vscode.workspace.openTextDocument({ language: 'weir' });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(text));
}

async function newInstrument(given?: string): Promise<void> {
  const name = await ask(vscode.l10n.t('Name of the instrument in policies, such as order16'), given, 'new_order');
  if (!name) return;
  await insert(
    name,
    `instrument \${1:${name}} {
  zh "\${2:名称}"
  en "\${3:Title}"
  short zh "\${4:简称}"
  short en "\${5:Short title}"
  in force from \${6:${today()}}
  source \${7|primary,secondary|}

  article \${8:1}
    zh "\${9:条文大意}"
    en "\${10:What the article says}"
    \$0
}
`,
  );
}

async function newList(given?: string): Promise<void> {
  const name = await ask(vscode.l10n.t('Name of the list in policies, such as beijing'), given, 'new_list');
  if (!name) return;
  await insert(
    name,
    `list \${1:${name}} edition "\${2:${today().slice(0, 4)}}" {
  zh "\${3:清单名称}"
  en "\${4:Title of the list}"
  under \${5:order16 article 6}
  zone \${6:zone_name}
  in force from \${7:${today()}}
  source \${8|primary,secondary|}
  available when \${9:exporter.registered_in} has \${6:zone_name}
  outside \${10|national,free,undetermined|}

  sector \${11:sector_name} {
    zh "\${12:行业}"
    en "\${13:Sector}"
    outside \${14|free,national,undetermined|}

    table {
      | row         | zh           | en           | \${19:pathway} |
      | \${15:ROW-1} | "\${16:条目}" | "\${17:row}" | \${18:security_assessment} |
    }
  }
}
`,
  );
}

/** Every fact of the policies stands in a new scenario as a remark, to be filled in or left out. */
async function newScenario(context: vscode.ExtensionContext, given?: string): Promise<vscode.Uri | undefined> {
  const folder = folderOf(vscode.window.activeTextEditor?.document.uri) ?? folderOf();
  if (folder === undefined) {
    void vscode.window.showWarningMessage(vscode.l10n.t('Open a folder with policies first.'));
    return undefined;
  }
  const name = await ask(vscode.l10n.t('Name of the scenario file'), given, 'scenario');
  if (!name) return undefined;
  const ran = await run(context, ['schema', 'scenario'], folder);
  if (ran.code !== 0) {
    void vscode.window.showErrorMessage(said(ran));
    return undefined;
  }
  const existing = (await vscode.workspace.findFiles('**/scenarios/*.{yaml,yml,json}', '**/{node_modules,target}/**', 1))[0];
  const into = existing ? vscode.Uri.joinPath(existing, '..') : vscode.Uri.file(path.join(folder, 'scenarios'));
  const uri = vscode.Uri.joinPath(into, `${name}.yaml`);
  if (await vscode.workspace.fs.stat(uri).then(() => true, () => false)) {
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} exists already.', vscode.workspace.asRelativePath(uri)));
    return undefined;
  }
  const facts = (JSON.parse(ran.stdout) as { $defs: Record<string, { title: string; description: string }> }).$defs;
  const lines = Object.entries(facts).flatMap(([fact, { title, description }]) => [
    `  # ${description.split('\n')[0] || title}`,
    `  ${fact}: unknown`,
  ]);
  const head =
    language() === 'zh'
      ? '# 一次出境已知的情况。未写明或写作 unknown 的事实视为未知。'
      : '# What is known of one export. A fact that is left out, or is `unknown`, is not known.';
  const text = `${head}\ntitle: ${name}\non: ${today()}\nfacts:\n${lines.join('\n')}\n`;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri);
  return uri;
}
