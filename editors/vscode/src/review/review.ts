// What the changes since the base revision mean: in a panel, and above each thing that is written otherwise. `weir diff` says it.

import * as vscode from 'vscode';
import { sideBySide } from '../compare';
import { escape, folderOf, LANGUAGE, reveal, target } from '../context';
import { Base } from '../git';
import { page } from '../page';
import { fileOf, rangeIn } from '../place';
import { run, said, saveAll } from '../program';
import { causes, drawn, type Report, scenario } from './report';
import shared from '../page.css';
import script from './view.page.js';
import own from './view.css';

/** A report, with what it is about. */
interface Reviewed {
  base: Base;
  folder: string;
  report: Report;
}
type Message = { open?: number; compare?: number; case?: [number, number]; again?: boolean };

export function registerReview(context: vscode.ExtensionContext): void {
  const review = new Review(context);
  const background = new Background(review);
  context.subscriptions.push(
    background,
    vscode.commands.registerCommand('weir.reviewChanges', (asked?: unknown, change?: number) => review.show(target(asked), change)),
    vscode.languages.registerCodeLensProvider({ language: LANGUAGE, scheme: 'file' }, background),
  );
}

class Review {
  private panel: vscode.WebviewPanel | undefined;
  private shown: Reviewed | undefined;
  private about: vscode.Uri | undefined;
  private turn = 0;

  constructor(private readonly context: vscode.ExtensionContext) {}

  /** Asks the program; throws, in words for people, if nothing came of it. Nothing differs: no report. */
  async ask(uri: vscode.Uri | undefined, token?: vscode.CancellationToken): Promise<Reviewed | Base> {
    const base = await Base.of(uri);
    const policy = uri?.path.endsWith('.weir') ? uri : base.changes[0]?.uri;
    const folder = folderOf(policy ?? uri);
    if (base.changes.length === 0 || folder === undefined) return base;
    const ran = await run(this.context, ['diff', base.commit, '--format', 'json'], folder, token);
    if (ran.stdout === '') throw new Error(said(ran));
    return { base, folder, report: JSON.parse(ran.stdout) as Report };
  }

  /** Shows the panel, at a change if one is given, and gives back what it says. */
  async show(uri: vscode.Uri | undefined, change?: number): Promise<string> {
    if (uri?.scheme === 'file') this.about = uri;
    if (!this.panel) {
      this.panel = vscode.window.createWebviewPanel('weir.review', '', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableScripts: true, localResourceRoots: [], enableFindWidget: true });
      this.panel.title = vscode.l10n.t('Review of changes');
      this.panel.onDidDispose(() => (this.panel = undefined));
      this.panel.webview.onDidReceiveMessage((message: Message) => this.receive(message));
    } else this.panel.reveal(undefined, true);
    return this.load(change);
  }

  private async load(change?: number): Promise<string> {
    const mine = ++this.turn;
    await saveAll();
    let body: string;
    try {
      const found = await this.ask(this.about);
      const differs = 'report' in found;
      if (mine === this.turn) this.shown = differs ? found : undefined;
      body = differs ? drawn(found.report, found.base.short) : failure(vscode.l10n.t('No policy differs from {0}.', found.short));
    } catch (error) {
      body = failure((error as Error).message);
    }
    // A later review is not overwritten by an earlier one that took longer.
    if (mine === this.turn && this.panel) {
      const again = `<p><button type="button" id="again">${escape(vscode.l10n.t('Review again'))}</button></p>`;
      const at = change === undefined ? '' : ` data-at="${change}"`;
      this.panel.webview.html = page({ style, script, body: `<main${at}>${body}</main>${again}` });
    }
    return body;
  }

  private async receive(message: Message): Promise<void> {
    if (message.again) return void this.load();
    if (!this.shown) return;
    const { base, folder, report } = this.shown;
    if (message.case) {
      const content = scenario(report, ...message.case);
      if (content !== undefined) await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'yaml', content }), vscode.ViewColumn.One);
      return;
    }
    const written = report.sources[message.open ?? message.compare ?? -1];
    if (!written?.place) return;
    const uri = fileOf(written.place, folder);
    const change = base.changes.find((one) => one.uri.toString() === uri.toString() || one.originalUri.toString() === uri.toString());
    // What was removed is there in the old version only.
    if (message.compare !== undefined || written.change === 'removed') {
      if (change) await sideBySide(base, change);
    } else {
      const document = await vscode.workspace.openTextDocument(uri);
      const { start } = rangeIn(document.getText().split(/\r?\n/), written.place);
      await reveal(uri, new vscode.Range(start, start));
    }
  }
}

const style = shared + own;
const failure = (text: string): string => `<pre role="alert">${escape(text)}</pre>`;

/** What stands above something that is written otherwise. */
function above(report: Report, { length }: number[]): string {
  if (report.same_meaning) return vscode.l10n.t('changed: no change of meaning');
  if (report.changes.length === 0 && report.other_days?.some(({ stands }) => stands === 'other_changes')) return vscode.l10n.t('changed: changes on other days');
  if (length === 0) return vscode.l10n.t('changed');
  return length === 1 ? vscode.l10n.t('changes 1 outcome') : vscode.l10n.t('changes {0} outcomes', length);
}

/**
 * A line above each thing that is written otherwise than at the base revision: how many outcomes that changes. It is worked out beside
 * other work when policies are saved, and given up as soon as one is edited.
 */
class Background implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly watched: vscode.Disposable[];
  private running: vscode.CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;
  private found: Reviewed | undefined;

  constructor(private readonly review: Review) {
    const policy = (document: vscode.TextDocument): boolean => document.languageId === LANGUAGE && document.uri.scheme === 'file';
    this.watched = [
      vscode.workspace.onDidSaveTextDocument((document) => policy(document) && this.later(document.uri)),
      vscode.workspace.onDidOpenTextDocument((document) => policy(document) && !this.found && this.later(document.uri)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => policy(document) && contentChanges.length > 0 && this.forget()),
    ];
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.running?.cancel();
    this.running = undefined;
    if (this.found) {
      this.found = undefined;
      this.changed.fire();
    }
  }

  private later(uri: vscode.Uri): void {
    this.forget();
    if (!vscode.workspace.getConfiguration('weir', uri).get('codeLens.changes', true)) return;
    this.timer = setTimeout(() => void this.look(uri), 500);
  }

  private async look(uri: vscode.Uri): Promise<void> {
    const mine = new vscode.CancellationTokenSource();
    this.running = mine;
    // Without git, with errors or past the budget there is nothing to say here; the panel says why.
    const found = await this.review.ask(uri, mine.token).catch(() => undefined);
    if (mine.token.isCancellationRequested || !found || !('report' in found)) return;
    this.found = found;
    this.changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!this.found || document.isDirty) return [];
    const { report, folder } = this.found;
    const lines = document.getText().split(/\r?\n/);
    return report.sources.flatMap((written, at) => {
      if (!written.place || written.change === 'removed' || fileOf(written.place, folder).toString() !== document.uri.toString()) return [];
      const changes = causes(report, at);
      const command = { command: 'weir.reviewChanges', title: above(report, changes), arguments: [document.uri, changes[0]] };
      return [new vscode.CodeLens(rangeIn(lines, written.place), command)];
    });
  }

  dispose(): void {
    this.forget();
    for (const one of [...this.watched, this.changed]) one.dispose();
  }
}
