// A policy compared with what it was at the base of the branch, in VS Code's own editor for differences.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { target } from './context';
import { Base, type Change, registerNothing } from './git';

/** What was shown. */
export interface Compared {
  base: string;
  left: vscode.Uri;
  right: vscode.Uri;
}

export function registerCompare(context: vscode.ExtensionContext): void {
  /** What was shown, or what was said instead. */
  const compare = async (asked: unknown, choose: boolean): Promise<Compared | string | undefined> => {
    try {
      const uri = target(asked);
      const base = await Base.of(uri);
      if (base.changes.length === 0) {
        const same = vscode.l10n.t('No policy differs from {0}.', base.short);
        void vscode.window.showInformationMessage(same);
        return same;
      }
      const here = base.changes.find((change) => change.uri.toString() === uri?.toString());
      const change = here && !choose ? here : await pick(base);
      return change && (await sideBySide(base, change));
    } catch (error) {
      const { message } = error as Error;
      void vscode.window.showWarningMessage(message);
      return message;
    }
  };

  context.subscriptions.push(
    registerNothing(),
    vscode.commands.registerCommand('weir.compareBase', (asked?: unknown) => compare(asked, false)),
    vscode.commands.registerCommand('weir.compareChanged', () => compare(undefined, true)),
  );
}

/** Shows a changed policy as it was and as it is. */
export async function sideBySide(base: Base, change: Change, selection?: vscode.Range): Promise<Compared> {
  const [left, right] = base.sides(change);
  const title = `${base.name(change.uri)} (${base.short} ↔ ${vscode.l10n.t('now')})`;
  await vscode.commands.executeCommand('vscode.diff', left, right, title, { selection });
  return { base: base.commit, left, right };
}

async function pick(base: Base): Promise<Change | undefined> {
  const items = base.changes.map((change) => {
    const folder = path.posix.dirname(base.name(change.uri));
    return { label: path.posix.basename(change.uri.path), description: folder, change };
  });
  const title = vscode.l10n.t('{0} policies differ from {1}', items.length, base.short);
  const placeHolder = vscode.l10n.t('Choose one to compare it');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.change;
}
