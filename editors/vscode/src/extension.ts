// Weir for VS Code: the language server does the thinking, and this file puts the parts together.

import * as vscode from 'vscode';
import { registerCompare } from './compare';
import { registerCreation } from './create';
import { language, output } from './context';
import { openReference, registerEvaluation } from './evaluate';
import { registerGraph } from './graph/panel';
import { registerReview } from './review/review';
import { registerSchema } from './schema';
import { Server } from './server';
import { change, type Message, registerTables } from './table/editor';
import { type Table, tablesOf } from './table/model';
import { registerTasks } from './tasks';
import { registerTests, type Results } from './tests';
import { registerUntranscribed } from './untranscribed';

let server: Server | undefined;

/** What the extension lets other extensions, and its tests, do. */
export interface Api {
  /** The tables of a policy. */
  tables(document: vscode.TextDocument): Table[];
  /** Changes a table as its editor does; a text says why it was not done. */
  changeTable(document: vscode.TextDocument, message: Message): Promise<string | undefined>;
  /** Opens the place of a reference such as `order16 article 5`. */
  openReference(reference: string): Promise<vscode.Location | undefined>;
  /** What is shown of the server. */
  server(): string;
  /** How the last run of tests ended. */
  lastRun(): Results;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const here = new Server(context);
  server = here;
  const command = (name: string, does: (...args: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(name, does));
  };
  context.subscriptions.push(here, output());

  command('weir.restartServer', () => here.restart());
  command('weir.showLog', () => output().show());
  command('weir.showReferences', async (uri: string, position: Place) => {
    const file = vscode.Uri.parse(uri);
    const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', file, at(position));
    return vscode.commands.executeCommand('editor.action.showReferences', file, at(position), found);
  });
  command('weir.showLocations', (uri: string, position: Place, places: { uri: string; range: { start: Place; end: Place } }[]) => {
    const locations = places.map(
      (place) => new vscode.Location(vscode.Uri.parse(place.uri), new vscode.Range(at(place.range.start), at(place.range.end))),
    );
    return vscode.commands.executeCommand('editor.action.goToLocations', vscode.Uri.parse(uri), at(position), locations, 'peek');
  });

  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider('weir-explain', {
      provideTextDocumentContent: (uri) => here.ask<string>('weir/explain', { code: uri.path.replace(/^\/|\.md$/g, '') }),
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('weir.server.path') || change.affectsConfiguration('weir.language')) void here.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void here.restart()),
  );
  registerSchema(context);
  const lastRun = registerTests(context);
  registerEvaluation(context);
  registerCreation(context);
  registerCompare(context);
  registerGraph(context);
  registerReview(context);
  registerTables(context);
  registerTasks(context);
  registerUntranscribed(context);
  void vscode.commands.executeCommand('setContext', 'weir.active', true);
  await here.restart();
  return { tables: (document) => tablesOf(document.getText(), language()), changeTable: change, openReference, server: () => here.shown(), lastRun };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

interface Place {
  line: number;
  character: number;
}

function at(place: Place): vscode.Position {
  return new vscode.Position(place.line, place.character);
}
