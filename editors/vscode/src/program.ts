// The program `weir`: where it is, and runs of it.

import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { language, output } from './context';

const FILE = process.platform === 'win32' ? 'weir.exe' : 'weir';

/**
 * Where the program is: the setting, else the one that comes with the extension, else, in a folder that is trusted, the one on the
 * search path. Throws if there is none. A bare name is never given to the system: Windows would look for it in the folder it is run in.
 */
export function program(context: vscode.ExtensionContext): string {
  const set = vscode.workspace.getConfiguration('weir').get<string>('server.path', '').trim();
  if (set !== '' && path.basename(set) === set) return onPath(set);
  if (set !== '') {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    return set.replace('${workspaceFolder}', folder).replace(/^~(?=\/)/, process.env['HOME'] ?? '~');
  }
  const bundled = path.join(context.extensionPath, 'server', FILE);
  if (fs.existsSync(bundled)) return bundled;
  if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('The extension came without the program weir, and in a folder that is not trusted no other is run'));
  return onPath(FILE);
}

/** The whole path of a program on the search path; what lies in the workspace does not count. */
function onPath(name: string): string {
  const file = process.platform === 'win32' && path.extname(name) === '' ? `${name}.exe` : name;
  const real = (of: string): string => {
    try {
      return fs.realpathSync(of);
    } catch {
      return of;
    }
  };
  const own = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => real(uri.fsPath));
  for (const part of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const folder = part.replace(/^"(.*)"$/, '$1');
    const found = path.join(folder, file);
    if (!path.isAbsolute(folder) || !runs(found)) continue;
    const inside = [folder, found].map(real).some((one) => own.some((of) => !outside(path.relative(of, one))));
    if (!inside) return found;
  }
  throw new Error(vscode.l10n.t('There is no program {0} on the search path outside the workspace', name));
}

const outside = (relative: string): boolean => relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);

function runs(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the program to its end. Rejects only if it can't be started, or does not end within a limit in seconds. */
export async function run(
  context: vscode.ExtensionContext,
  args: string[],
  cwd: string,
  token?: vscode.CancellationToken,
  limit?: number,
): Promise<Ran> {
  const all = [...args, '--lang', language(), '--color', 'never'];
  const command = program(context);
  output().debug(`${command} ${all.join(' ')} (in ${cwd})`);
  return new Promise((resolve, reject) => {
    const child = spawn(command, all, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = token?.onCancellationRequested(() => child.kill());
    const end =
      limit === undefined
        ? undefined
        : setTimeout(() => {
            child.kill('SIGKILL');
            reject(new Error(vscode.l10n.t('The program {0} did not answer within {1} s', command, limit)));
          }, limit * 1000);
    const parts: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (part: Buffer) => parts[0].push(part));
    child.stderr.on('data', (part: Buffer) => parts[1].push(part));
    child.on('error', (error) => {
      stop?.dispose();
      clearTimeout(end);
      reject(new Error(vscode.l10n.t('The program {0} cannot be started: {1}', command, error.message)));
    });
    child.on('close', (code) => {
      stop?.dispose();
      clearTimeout(end);
      const [stdout, stderr] = parts.map((part) => Buffer.concat(part).toString('utf8'));
      resolve({ code, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
  });
}

/** What the program said was wrong, in a line or two. */
export function said(ran: Ran): string {
  return ran.stderr.trim().replace(/^weir: /gm, '') || vscode.l10n.t('weir ended with code {0}', String(ran.code));
}

/** Saves the policies that are being edited, and a scenario: the program reads from disk. */
export async function saveAll(scenario?: vscode.Uri): Promise<void> {
  const dirty = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && (uri.path.endsWith('.weir') || uri.toString() === scenario?.toString()),
  );
  await Promise.all(dirty.map((document) => document.save()));
}
