// What of the lists and instruments is declared to be untranscribed: every place that says so, to be picked and opened.

import * as vscode from 'vscode';
import { language, reveal } from './context';

interface Hole extends vscode.QuickPickItem {
  uri: vscode.Uri;
  range: vscode.Range;
}

const MARK = /^(?<before>(?:[^"/]|"(?:[^"\\]|\\.)*"|\/(?!\/))*?)(?<![\p{L}\p{N}_.])untranscribed(?![\p{L}\p{N}_.])/u;
const MISSING = { zh: /^\s*missing\s+zh\s+"((?:[^"\\]|\\.)*)"/, en: /^\s*missing\s+en\s+"((?:[^"\\]|\\.)*)"/ };

/** The places in a text, each with what is said to be missing. */
export function holes(text: string): { line: number; character: number; length: number; zh: string; en: string }[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, at) => {
    const found = /^\s*(\||expect\b)/.test(line) ? null : MARK.exec(line);
    if (!found) return [];
    const said = { zh: '', en: '' };
    // The texts follow in the next lines, among few others.
    for (const next of lines.slice(at + 1, at + 6)) {
      if (MARK.test(next)) break;
      for (const lang of ['zh', 'en'] as const) said[lang] ||= MISSING[lang].exec(next)?.[1] ?? '';
    }
    return [{ line: at, character: found.groups?.['before']?.length ?? 0, length: 'untranscribed'.length, ...said }];
  });
}

export function registerUntranscribed(context: vscode.ExtensionContext): void {
  const show = async (): Promise<void> => {
    const files = await vscode.workspace.findFiles('**/*.weir', '**/{node_modules,target}/**');
    const items: Hole[] = [];
    for (const uri of files.sort((a, b) => a.path.localeCompare(b.path))) {
      const document = await vscode.workspace.openTextDocument(uri);
      for (const hole of holes(document.getText())) {
        const missing = language() === 'zh' ? hole.zh || hole.en : hole.en || hole.zh;
        items.push({
          label: missing || document.lineAt(hole.line).text.trim(),
          description: `${vscode.workspace.asRelativePath(uri)}:${hole.line + 1}`,
          uri,
          range: new vscode.Range(hole.line, hole.character, hole.line, hole.character + hole.length),
        });
      }
    }
    if (items.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is declared to be untranscribed.'));
      return;
    }
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('{0} places are untranscribed', items.length),
      placeHolder: vscode.l10n.t('Choose one to open it'),
      matchOnDescription: true,
    });
    if (chosen) await reveal(chosen.uri, chosen.range);
  };
  context.subscriptions.push(vscode.commands.registerCommand('weir.showUntranscribed', show));
}
