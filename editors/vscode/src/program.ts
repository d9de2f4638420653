// The program `weir`: where it is, and runs of it.

import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { language, output } from './context';

const FILE = process.platform === 'win32' ? 'weir.exe' : 'weir';

/** Where the program is: the setting, else the one that comes with the extension, else the one on the search path. */
export function program(context: vscode.ExtensionContext): string {
  const set = vscode.workspace.getConfiguration('weir').get<string>('server.path', '').trim();
  if (set !== '') {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    return set.replace('${workspaceFolder}', folder).replace(/^~(?=\/)/, process.env['HOME'] ?? '~');
  }
  const bundled = path.join(context.extensionPath, 'server', FILE);
  return fs.existsSync(bundled) ? bundled : FILE;
}

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the program to its end. Rejects only if it can't be started. */
export function run(
  context: vscode.ExtensionContext,
  args: string[],
  cwd: string,
  token?: vscode.CancellationToken,
): Promise<Ran> {
  const all = [...args, '--lang', language(), '--color', 'never'];
  const command = program(context);
  output().debug(`${command} ${all.join(' ')} (in ${cwd})`);
  return new Promise((resolve, reject) => {
    const child = spawn(command, all, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = token?.onCancellationRequested(() => child.kill());
    const parts: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (part: Buffer) => parts[0].push(part));
    child.stderr.on('data', (part: Buffer) => parts[1].push(part));
    child.on('error', (error) => {
      stop?.dispose();
      reject(new Error(vscode.l10n.t('The program {0} cannot be started: {1}', command, error.message)));
    });
    child.on('close', (code) => {
      stop?.dispose();
      const [stdout, stderr] = parts.map((part) => Buffer.concat(part).toString('utf8'));
      resolve({ code, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
  });
}

/** What the program said was wrong, in a line or two. */
export function said(ran: Ran): string {
  return ran.stderr.trim().replace(/^weir: /gm, '') || vscode.l10n.t('weir ended with code {0}', String(ran.code));
}

/** Saves what is being edited and belongs to policies or scenarios: the program reads from disk. */
export async function saveAll(): Promise<void> {
  const dirty = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && document.uri.scheme === 'file' && /\.(weir|ya?ml|json)$/.test(document.uri.path),
  );
  await Promise.all(dirty.map((document) => document.save()));
}
