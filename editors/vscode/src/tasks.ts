// Tasks of the type `weir`, whose findings go to the list of problems.

import { type ChildProcess, spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { folderOf, language } from './context';
import { program } from './program';

const COMMANDS = { check: ['$weir'], test: ['$weir-test'], fmt: [] };
type Command = keyof typeof COMMANDS;

interface Definition extends vscode.TaskDefinition {
  command: Command;
  path?: string;
}

export function registerTasks(context: vscode.ExtensionContext): void {
  const task = (definition: Definition, scope: vscode.WorkspaceFolder | vscode.TaskScope.Workspace): vscode.Task => {
    const folder = typeof scope === 'object' ? scope.uri.fsPath : folderOf();
    const args = [definition.command, ...(definition.path ? [definition.path] : []), '--lang', language(), '--color', 'always'];
    // A terminal of our own: of a program that ends at once, an ordinary one may lose what it said first.
    const execution = new vscode.CustomExecution(() => Promise.resolve(new Terminal(() => program(context), args, folder)));
    const made = new vscode.Task(
      definition,
      scope,
      definition.path ? `${definition.command} ${definition.path}` : definition.command,
      'weir',
      execution,
      COMMANDS[definition.command],
    );
    if (definition.command === 'test') made.group = vscode.TaskGroup.Test;
    if (definition.command === 'check') made.group = vscode.TaskGroup.Build;
    made.presentationOptions = { reveal: vscode.TaskRevealKind.Silent, clear: true };
    return made;
  };
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider('weir', {
      provideTasks: () =>
        (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
          (Object.keys(COMMANDS) as Command[]).map((command) => task({ type: 'weir', command }, folder)),
        ),
      resolveTask: (asked) => {
        const definition = asked.definition as Definition;
        if (!Object.hasOwn(COMMANDS, definition.command)) return undefined;
        return task(definition, typeof asked.scope === 'object' ? asked.scope : vscode.TaskScope.Workspace);
      },
    }),
  );
}

/** Shows what the program says, from its first line. */
class Terminal implements vscode.Pseudoterminal {
  private readonly said = new vscode.EventEmitter<string>();
  private readonly ended = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.said.event;
  readonly onDidClose = this.ended.event;
  private begin: NodeJS.Timeout | undefined;
  private child: ChildProcess | undefined;

  constructor(
    private readonly program: () => string,
    private readonly args: string[],
    private readonly folder: string | undefined,
  ) {}

  open(): void {
    // VS Code listens for problems a moment after it opens a terminal, and takes one that ends at once for one that failed.
    this.begin = setTimeout(() => this.start(), 300);
  }

  private start(): void {
    const show = (text: string): void => this.said.fire(text.replace(/\r?\n/g, '\r\n'));
    const end = (code: number): void => void setTimeout(() => this.ended.fire(code), 400);
    let command: string;
    try {
      command = this.program();
    } catch (error) {
      show(`${(error as Error).message}\n`);
      end(127);
      return;
    }
    const child = spawn(command, this.args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', show);
    child.on('error', (error) => {
      show(`${vscode.l10n.t('The program {0} cannot be started: {1}', command, error.message)}\n`);
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  }

  close(): void {
    clearTimeout(this.begin);
    this.child?.kill();
  }
}
