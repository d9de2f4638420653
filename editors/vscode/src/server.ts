// The language server: start, stop, what is shown of it.

import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient/node';
import { LANGUAGE, language, output } from './context';
import { program, run } from './program';

/** The commands of ours that the server may put above declarations. */
const COMMANDS = ['weir.evaluate', 'weir.runTest', 'weir.showLocations', 'weir.showReferences'];

/** The files that may be scenarios; their form and their look stay with the extensions for YAML and JSON. */
const SCENARIOS = '**/scenarios/**/*.{yaml,yml,json}';

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<void> = Promise.resolve();
  private readonly status: vscode.LanguageStatusItem;
  /** What is shown of a server that runs. */
  private state: [text: string, detail: string, busy: boolean, bad: boolean] = ['Weir', '', false, false];

  constructor(private readonly context: vscode.ExtensionContext) {
    this.status = vscode.languages.createLanguageStatusItem('weir.server', { language: LANGUAGE });
    this.status.name = 'Weir';
    this.status.command = { command: 'weir.showLog', title: vscode.l10n.t('Show log') };
  }

  dispose(): void {
    this.status.dispose();
  }

  /** Starts the server, or starts it anew; one start waits for the one before. */
  restart(): Promise<void> {
    this.starting = this.starting.then(() => this.stop()).then(() => this.start());
    return this.starting;
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A server that does not end by itself is ended by the client after a while.
    await client?.dispose(3000).catch((error: unknown) => output().warn(String(error)));
  }

  /** What is shown of the server. */
  shown(): string {
    return `${this.status.text}: ${this.status.detail ?? ''}`;
  }

  /** Asks the server once it runs. */
  async ask<T>(method: string, params: unknown): Promise<T> {
    await this.starting;
    if (!this.client) throw new Error(vscode.l10n.t('The Weir server is not running'));
    return this.client.sendRequest<T>(method, params);
  }

  private async start(): Promise<void> {
    let command = 'weir';
    this.show(vscode.l10n.t('Weir is starting…'), '', true);
    try {
      command = program(this.context);
      await this.greet(command);
    } catch (error) {
      this.failed(command, error);
      return;
    }
    const settings = vscode.workspace.getConfiguration('weir');
    const options: LanguageClientOptions = {
      documentSelector: [
        { scheme: 'file', language: LANGUAGE },
        { scheme: 'untitled', language: LANGUAGE },
        { scheme: 'file', language: 'yaml', pattern: SCENARIOS },
        { scheme: 'file', language: 'json', pattern: SCENARIOS },
      ],
      outputChannel: output(),
      initializationOptions: { ...settings, ownTokenTypes: true, opensScenarios: true, commands: COMMANDS },
      markdown: { isTrusted: false, supportHtml: false },
    };
    const client = new LanguageClient(
      'weir',
      'Weir',
      { command, args: ['lsp', '--lang', language()], options: { env: process.env } },
      options,
    );
    client.onDidChangeState(({ newState }) => {
      if (this.client !== client || newState !== State.Stopped) return;
      this.show(vscode.l10n.t('Weir has stopped'), vscode.l10n.t('Restart it with the command “Weir: Restart server”.'), false, true);
    });
    this.client = client;
    try {
      await client.start();
      this.show(...this.state);
    } catch (error) {
      this.client = undefined;
      this.failed(command, error);
    }
  }

  /** Asks the program for its version before it is trusted with more, and says so if it is not that of the extension. */
  private async greet(command: string): Promise<void> {
    const ran = await run(this.context, ['--version'], this.context.extensionPath, undefined, 5);
    const found = /^weir (\S+)/.exec(ran.stdout)?.[1];
    if (found === undefined) throw new Error(vscode.l10n.t('This is not the program weir'));
    const own = (this.context.extension.packageJSON as { version: string }).version;
    const line = (version: string): string => version.split('.').slice(0, 2).join('.');
    const other = line(found) !== line(own);
    const text = vscode.l10n.t('The Weir server is version {0}, the extension {1}', found, own);
    this.state = [`Weir ${found}`, other ? text : command, false, other];
    if (!other) return;
    output().warn(text);
    void vscode.window.showWarningMessage(text);
  }

  private failed(command: string, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    output().error(text);
    this.show(vscode.l10n.t('Weir could not start'), text, false, true);
    const log = vscode.l10n.t('Show log');
    // Not waited for: a start that follows must not stand behind a message that nobody answers.
    void vscode.window
      .showErrorMessage(vscode.l10n.t('The Weir server could not be started from {0}: {1}', command, text), log)
      .then((chosen) => chosen === log && output().show());
  }

  private show(text: string, detail: string, busy: boolean, bad = false): void {
    this.status.text = text;
    this.status.detail = detail;
    this.status.busy = busy;
    this.status.severity = bad ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
  }
}
