// A policy as tables, in an editor of its own. The text stays the truth: each change is an edit of the text.

import * as vscode from 'vscode';
import { escape, language, nonce, output, reveal, target } from '../context';
import { addRow, editCell, removeRow, type Table, tablesOf } from './model';
import script from './view.page.js';
import style from './view.css';

const VIEW = 'weir.table';

/** What the page is told of a table. */
interface Shown {
  title: string;
  head: string[];
  rows: { cells: { text: string; fixed: boolean; bad: string; error: boolean }[]; bad: string; error: boolean; line: number }[];
}

export type Message =
  | { type: 'ready' }
  /** With what the cell held before, and what its row is known by. */
  | { type: 'edit'; turn: number; table: number; row: number; column: number; before: string; id: string; text: string }
  /** With what the cells of the row held; before the first row, with the head of the table. */
  | { type: 'add' | 'remove'; table: number; row: number; cells: string[] }
  | { type: 'save' }
  | { type: 'open'; line: number };

export function registerTables(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.window.registerCustomEditorProvider(VIEW, { resolveCustomTextEditor: resolve }, { webviewOptions: { retainContextWhenHidden: true, enableFindWidget: true } }),
    vscode.commands.registerCommand('weir.openTable', (asked?: unknown) => {
      const uri = target(asked);
      return uri && vscode.commands.executeCommand('vscode.openWith', uri, VIEW);
    }),
    vscode.commands.registerCommand('weir.openText', (asked?: unknown) => {
      const uri = target(asked);
      return uri && vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    }),
  );
}

function resolve(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [] };
  const send = (): void => void webview.postMessage({ type: 'model', tables: shown(document), others: others(document) });
  let timer: NodeJS.Timeout | undefined;
  let queue: Promise<void> = Promise.resolve();
  const answer = async (message: Message): Promise<void> => {
    if (message.type === 'save') {
      await document.save();
      return;
    }
    const refused = await change(document, message);
    const turn = message.type === 'edit' ? message.turn : undefined;
    if (refused === undefined) {
      void webview.postMessage({ type: 'done', turn });
      return;
    }
    void webview.postMessage({ type: 'refused', turn, text: turn === undefined ? refused : `${refused} ${vscode.l10n.t('Esc takes back what was typed.')}` });
    send();
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(send, 30);
  };
  const listeners = [
    vscode.workspace.onDidChangeTextDocument((change) => change.document === document && soon()),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((uri) => uri.toString() === document.uri.toString())) soon();
    }),
    webview.onDidReceiveMessage((message: Message) => {
      if (message.type === 'ready') return send();
      if (message.type === 'open') return void reveal(document.uri, new vscode.Range(message.line, 0, message.line, 0), panel.viewColumn);
      // One after the other: each is made in the text that the one before it left.
      queue = queue.then(() => answer(message)).catch((error: unknown) => output().error(String(error)));
    }),
  ];
  panel.onDidDispose(() => {
    clearTimeout(timer);
    for (const listener of listeners) listener.dispose();
  });
  webview.html = page();
}

/** Makes a change; a text says why it was not made. */
export async function change(document: vscode.TextDocument, message: Message): Promise<string | undefined> {
  const source = document.getText();
  const stale = vscode.l10n.t('The text has changed meanwhile; nothing was edited.');
  if (message.type === 'ready' || message.type === 'open' || message.type === 'save') return undefined;
  const table = tablesOf(source)[message.table];
  if (!table) return stale;
  const row = table.rows[message.row];
  const held = row ? row.cells.map((cell) => cell?.text ?? '') : table.head;
  let edit: ReturnType<typeof editCell>;
  if (message.type === 'edit') {
    const id = Math.max(0, table.head.findIndex((name) => name === 'row' || name === 'case'));
    if (!row || held[message.column] !== message.before || (id !== message.column && held[id] !== message.id)) return stale;
    edit = editCell(source, table, message.row, message.column, message.text);
  } else {
    if (JSON.stringify(held) !== JSON.stringify(message.cells) || (!row && message.row !== -1)) return stale;
    if (message.type === 'remove' && !row) return stale;
    edit = message.type === 'remove' && row ? removeRow(source, row) : addRow(source, table, message.row);
  }
  if (edit === 'fixed') return vscode.l10n.t('This cell holds more than is shown, or nothing that can be edited here; edit it in the text.');
  if (edit === 'remark') return vscode.l10n.t('A remark cannot be written into a cell; write it in the text.');
  if (edit === 'bar') return vscode.l10n.t('A cell cannot hold the sign | outside a text.');
  if (edit === 'empty') return vscode.l10n.t('A row needs its id; remove the row instead.');
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, new vscode.Range(document.positionAt(edit.start), document.positionAt(edit.end)), edit.text);
  return (await vscode.workspace.applyEdit(change)) ? undefined : stale;
}

/** The findings of a part of the text, in lines. */
function within(document: vscode.TextDocument, start: number, end: number, found: vscode.Diagnostic[]): vscode.Diagnostic[] {
  const part = new vscode.Range(document.positionAt(start), document.positionAt(end));
  return found.filter((one) => part.contains(one.range.start));
}

const words = (found: vscode.Diagnostic[]): { bad: string; error: boolean } => ({
  bad: found.map((one) => one.message).join('\n'),
  error: found.some((one) => one.severity === vscode.DiagnosticSeverity.Error),
});

function shown(document: vscode.TextDocument): Shown[] {
  const found = vscode.languages.getDiagnostics(document.uri);
  return tablesOf(document.getText(), language()).map((table: Table) => ({
    title: table.title,
    head: table.head,
    rows: table.rows.map((row) => {
      const here = within(document, row.start, row.end, found);
      const taken = new Set<vscode.Diagnostic>();
      const cells = row.cells.map((cell) => {
        const own = cell ? within(document, cell.start, cell.end, here) : [];
        for (const one of own) taken.add(one);
        return { text: cell?.text ?? '', fixed: cell?.fixed ?? false, ...words(own) };
      });
      return { cells, line: row.line, ...words(here.filter((one) => !taken.has(one))) };
    }),
  }));
}

/** How many findings are in no row. */
function others(document: vscode.TextDocument): string {
  const found = vscode.languages.getDiagnostics(document.uri);
  const rows = tablesOf(document.getText()).flatMap((table) => table.rows);
  const inside = new Set(rows.flatMap((row) => within(document, row.start, row.end, found)));
  const count = found.filter((one) => !inside.has(one)).length;
  return count === 0 ? '' : vscode.l10n.t('Findings elsewhere in the text: {0}', count);
}

function page(): string {
  const key = nonce();
  const t = vscode.l10n.t;
  const policy = `default-src 'none'; style-src 'nonce-${key}'; script-src 'nonce-${key}'`;
  const texts = {
    add: t('Add a row below'),
    remove: t('Remove the row'),
    open: t('Show in the text'),
    none: t('There are no tables and no rows in this file.'),
    first: t('Add a row'),
    rows: t('{0} of {1} rows', '{0}', '{1}'),
  };
  return `<!DOCTYPE html>
<html lang="${language()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${key}">${style}</style>
</head>
<body data-texts="${escape(JSON.stringify(texts))}">
<header>
<input id="filter" type="search" placeholder="${escape(t('Filter rows'))}" aria-label="${escape(t('Filter rows'))}">
<label><input id="bad" type="checkbox"> ${escape(t('only with findings'))}</label>
<span id="count"></span> <span id="others"></span>
<span id="said" role="status"></span>
</header>
<main id="main"></main>
<script nonce="${key}">${script}</script>
</body>
</html>`;
}
