// The JSON Schema of scenario files, made from the facts of the policies of the workspace.

import * as vscode from 'vscode';
import { folderOf, output } from './context';
import { run, said } from './program';

const URI = vscode.Uri.parse('weir-schema:/scenario.json');
const SCENARIO = /(\/scenarios\/.*|\.scenario)\.ya?ml$/;

/** What the YAML extension lets others tell it. */
interface Yaml {
  registerContributor(scheme: string, schemaOf: (resource: string) => string | undefined, content: (uri: string) => unknown): boolean;
}

export function registerSchema(context: vscode.ExtensionContext): void {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const text = async (): Promise<string> => {
    const folder = folderOf();
    if (folder === undefined) return '{}';
    const ran = await run(context, ['schema', 'scenario'], folder).catch((error: Error) => ({ code: 2, stdout: '', stderr: error.message }));
    if (ran.code === 0) return ran.stdout;
    output().warn(said(ran));
    return '{}';
  };
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(URI.scheme, { onDidChange: changed.event, provideTextDocumentContent: text }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (document.languageId === 'weir') changed.fire(URI);
    }),
  );
  const yaml = vscode.extensions.getExtension<Yaml>('redhat.vscode-yaml');
  void yaml?.activate().then(
    (api) => api.registerContributor(URI.scheme, (resource) => (SCENARIO.test(resource) ? URI.toString() : undefined), text),
    (error: unknown) => output().warn(String(error)),
  );
}
