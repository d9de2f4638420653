// The panel that shows what prevails over what, in the file that is open or in all policies.

import * as vscode from 'vscode';
import { escape, folderOf, reveal, target } from '../context';
import { page } from '../page';
import { fileOf, type Place, rangeIn } from '../place';
import { run, said, saveAll } from '../program';
import { type Graph, select } from './layout';
import { drawn } from './view';
import script from './view.page.js';
import style from './view.css';

type Message = { type: 'ready' } | { type: 'show'; all: boolean; words: string } | { type: 'clause' | 'statement'; at: number };

export function registerGraph(context: vscode.ExtensionContext): void {
  let panel: Panel | undefined;
  context.subscriptions.push(
    vscode.commands.registerCommand('weir.showPrecedence', async (asked?: unknown) => {
      const uri = target(asked);
      if (panel) panel.about(uri);
      else {
        panel = new Panel(context, uri);
        panel.onDidDispose(() => (panel = undefined));
      }
      return panel.load();
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (document.languageId === 'weir' && panel?.visible) void panel.load();
    }),
  );
}

class Panel {
  private readonly panel = vscode.window.createWebviewPanel('weir.precedence', vscode.l10n.t('What prevails over what'), vscode.ViewColumn.Beside, {
    enableScripts: true,
    localResourceRoots: [],
    enableFindWidget: true,
  });
  private graph: Graph | undefined;
  private shown: Graph | undefined;
  private problem = '';
  private file: vscode.Uri | undefined;
  private wanted = { all: false, words: '' };
  private turn = 0;
  readonly onDidDispose = this.panel.onDidDispose;

  constructor(
    private readonly context: vscode.ExtensionContext,
    uri: vscode.Uri | undefined,
  ) {
    this.about(uri);
    this.panel.webview.onDidReceiveMessage((message: Message) => this.receive(message));
    this.panel.webview.html = page({ style, script, body: body(this.file !== undefined) });
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  /** The file that `this file` means; the last policy that was meant, if this is none. */
  about(uri: vscode.Uri | undefined): void {
    if (uri?.path.endsWith('.weir')) this.file = uri;
    this.panel.reveal(undefined, true);
  }

  /** Asks the program, shows what it says, and gives that back. */
  async load(): Promise<string> {
    const mine = ++this.turn;
    await saveAll();
    const folder = folderOf(this.file) ?? '.';
    let [graph, problem]: [Graph | undefined, string] = [undefined, ''];
    try {
      const ran = await run(this.context, ['graph', '--format', 'json'], folder);
      if (ran.code === 0) graph = JSON.parse(ran.stdout) as Graph;
      else problem = said(ran);
    } catch (error) {
      problem = (error as Error).message;
    }
    // What was asked later is not overwritten by what took longer.
    if (mine === this.turn) [this.graph, this.problem] = [graph, problem];
    return this.show();
  }

  private show(): string {
    const { graph, problem, wanted } = this;
    const folder = folderOf(this.file) ?? '.';
    const name = graph?.clauses.map(({ place }) => place.file).find((file) => fileOf({ file } as Place, folder).fsPath === this.file?.fsPath);
    const file = wanted.all || !this.file ? undefined : name ?? '';
    this.shown = graph && select(graph, file, wanted.words.trim());
    const html = this.shown ? drawn(this.shown) : `<p role="alert">${escape(problem)}</p>`;
    const count = this.shown ? vscode.l10n.t('{0} clauses, {1} statements', this.shown.clauses.length, this.shown.precedences.length) : '';
    void this.panel.webview.postMessage({ html, count });
    return html;
  }

  private async receive(message: Message): Promise<void> {
    if (message.type === 'ready') {
      if (this.graph || this.problem) this.show();
    } else if (message.type === 'show') {
      this.wanted = { all: message.all, words: message.words };
      this.show();
    } else {
      const place = message.type === 'clause' ? this.graph?.clauses.find(({ id }) => id === message.at)?.place : this.shown?.precedences[message.at]?.place;
      if (place) await this.open(place);
    }
  }

  private async open(place: Place): Promise<void> {
    const uri = fileOf(place, folderOf(this.file) ?? '.');
    const document = await vscode.workspace.openTextDocument(uri);
    const range = rangeIn(document.getText().split(/\r?\n/), place);
    const column = this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
    await reveal(uri, new vscode.Range(range.start, range.start), column);
  }
}

function body(hasFile: boolean): string {
  const t = vscode.l10n.t;
  return `<header>
<label><input type="checkbox" id="all"${hasFile ? '' : ' checked'}> ${escape(t('all policies'))}</label>
<input type="search" id="words" placeholder="${escape(t('Filter clauses'))}" aria-label="${escape(t('Filter clauses'))}">
<output id="count"></output>
<span class="key"><svg width="26" height="8"><path class="arrow" d="M0 4H26"/></svg> ${escape(t('prevails over'))} <svg width="26" height="8"><path class="arrow off" d="M0 4H26"/></svg> ${escape(t('disapplies'))}</span>
</header>
<main id="main"></main>`;
}
