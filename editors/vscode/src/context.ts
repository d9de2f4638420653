// What every part of the extension shares.

import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

export const LANGUAGE = 'weir';

let log: vscode.LogOutputChannel | undefined;

/** The log of the extension and its server. */
export function output(): vscode.LogOutputChannel {
  log ??= vscode.window.createOutputChannel('Weir', { log: true });
  return log;
}

/** The language of words: that of the setting, else the editor's. */
export function language(): 'zh' | 'en' {
  const chosen = vscode.workspace.getConfiguration('weir').get<string>('language', 'auto');
  const text = chosen === 'auto' ? vscode.env.language : chosen;
  return text.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** The folder from which the program is run for a file: the nearest one with policies in its workspace folder, else that folder. */
export function folderOf(uri?: vscode.Uri): string | undefined {
  if (uri?.scheme !== 'file') return vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file')?.uri.fsPath;
  const top = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(uri.fsPath);
  for (let folder = path.dirname(uri.fsPath); folder.startsWith(top) && folder !== top; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'policies'))) return folder;
  }
  return top;
}

/** The file that a command is about: the one it was called on, else the one that is shown. */
export function target(uri?: unknown): vscode.Uri | undefined {
  if (uri instanceof vscode.Uri) return uri;
  // As the server writes it.
  if (typeof uri === 'string') return vscode.Uri.parse(uri);
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) return input.uri;
  return vscode.window.activeTextEditor?.document.uri;
}

/** Opens a place in a text editor. */
export async function reveal(uri: vscode.Uri, range: vscode.Range, column?: vscode.ViewColumn): Promise<void> {
  await vscode.window.showTextDocument(uri, { selection: range, viewColumn: column ?? vscode.ViewColumn.One });
}

/** Text that stands for itself in HTML. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A word that nobody guesses, for the scripts that a page may run. */
export function nonce(): string {
  return randomBytes(18).toString('base64url');
}
