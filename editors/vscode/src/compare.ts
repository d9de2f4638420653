// A policy compared with what it was at the base of the branch, in VS Code's own editor for differences. The built-in extension for git
// is asked; nothing is run.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { target } from './context';

/** What is used of the interface of the built-in extension for git. */
interface Git {
  getRepository(uri: vscode.Uri): Repository | null;
  readonly repositories: Repository[];
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
}
interface Change {
  uri: vscode.Uri;
  originalUri: vscode.Uri;
  status: number;
}
interface Repository {
  rootUri: vscode.Uri;
  state: {
    HEAD?: { commit?: string; upstream?: { remote: string; name: string } };
    remotes: { name: string }[];
    workingTreeChanges: Change[];
    untrackedChanges?: Change[];
  };
  status(): Promise<void>;
  getCommit(ref: string): Promise<{ hash: string }>;
  getMergeBase(one: string, other: string): Promise<string | undefined>;
  diffWith(ref: string): Promise<Change[]>;
}
// The numbers of its kinds of change.
const [INDEX_ADDED, DELETED, UNTRACKED] = [1, 6, 7];

/** What was shown. */
export interface Compared {
  base: string;
  left: vscode.Uri;
  right: vscode.Uri;
}

export function registerCompare(context: vscode.ExtensionContext): void {
  const empty = 'weir-nothing';
  const nothing = (uri: vscode.Uri): vscode.Uri => uri.with({ scheme: empty, query: '' });

  const show = async (repository: Repository, git: Git, base: string, change: Change): Promise<Compared> => {
    const added = change.status === UNTRACKED || change.status === INDEX_ADDED;
    const left = added ? nothing(change.uri) : git.toGitUri(change.originalUri, base);
    const right = change.status === DELETED ? nothing(change.uri) : change.uri;
    const name = path.posix.relative(repository.rootUri.path, change.uri.path);
    await vscode.commands.executeCommand('vscode.diff', left, right, `${name} (${base.slice(0, 8)} ↔ ${vscode.l10n.t('now')})`);
    return { base, left, right };
  };

  /** What was shown, or what was said instead. */
  const compare = async (asked: unknown, choose: boolean): Promise<Compared | string | undefined> => {
    try {
      const git = await gitApi();
      const uri = target(asked);
      const repository = (uri && git.getRepository(uri)) ?? git.repositories[0];
      if (!repository) throw new Error(vscode.l10n.t('These policies are in no git repository that VS Code knows.'));
      await repository.status();
      const base = await baseOf(repository);
      const changes = await changedPolicies(repository, base);
      if (changes.length === 0) {
        const same = vscode.l10n.t('No policy differs from {0}.', base.slice(0, 8));
        void vscode.window.showInformationMessage(same);
        return same;
      }
      const here = changes.find((change) => change.uri.toString() === uri?.toString());
      const change = here && !choose ? here : await pick(repository, base, changes);
      return change && (await show(repository, git, base, change));
    } catch (error) {
      const { message } = error as Error;
      void vscode.window.showWarningMessage(message);
      return message;
    }
  };

  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(empty, { provideTextDocumentContent: () => '' }),
    vscode.commands.registerCommand('weir.compareBase', (asked?: unknown) => compare(asked, false)),
    vscode.commands.registerCommand('weir.compareChanged', () => compare(undefined, true)),
  );
}

/** The interface of the extension for git; throws if there is none. */
async function gitApi(): Promise<Git> {
  const extension = vscode.extensions.getExtension<{ enabled: boolean; getAPI(version: 1): Git }>('vscode.git');
  const found = await extension?.activate();
  if (!found?.enabled) throw new Error(vscode.l10n.t('The built-in extension for git is turned off, so there is nothing to compare with.'));
  return found.getAPI(1);
}

/** The commit to compare with: the setting, else where the branch left the default branch of its remote, else the last commit. */
async function baseOf(repository: Repository): Promise<string> {
  const set = vscode.workspace.getConfiguration('weir', repository.rootUri).get<string>('compare.base', '').trim();
  if (set !== '') {
    try {
      return (await repository.getCommit(set)).hash;
    } catch {
      throw new Error(vscode.l10n.t('There is no revision {0}, which weir.compare.base names.', set));
    }
  }
  const { HEAD: head, remotes } = repository.state;
  const first = head?.upstream?.remote;
  const names = [...new Set([...(first ? [first] : []), ...remotes.map((one) => one.name)])];
  for (const branch of names.flatMap((name) => ['HEAD', 'main', 'master'].map((one) => `${name}/${one}`))) {
    const base = await repository.getMergeBase('HEAD', branch).catch(() => undefined);
    if (base) return base;
  }
  if (!head?.commit) throw new Error(vscode.l10n.t('The repository has no commit yet.'));
  return head.commit;
}

/** The policies that differ from a commit, new ones too. */
async function changedPolicies(repository: Repository, base: string): Promise<Change[]> {
  const { workingTreeChanges, untrackedChanges = [] } = repository.state;
  const added = [...workingTreeChanges, ...untrackedChanges].filter((change) => change.status === UNTRACKED);
  const all = [...(await repository.diffWith(base)), ...added].filter((change) => change.uri.path.endsWith('.weir'));
  const each = new Map(all.map((change) => [change.uri.toString(), change]));
  return [...each.values()].sort((a, b) => a.uri.path.localeCompare(b.uri.path));
}

async function pick(repository: Repository, base: string, changes: Change[]): Promise<Change | undefined> {
  const items = changes.map((change) => {
    const folder = path.posix.relative(repository.rootUri.path, path.posix.dirname(change.uri.path));
    return { label: path.posix.basename(change.uri.path), description: folder, change };
  });
  const title = vscode.l10n.t('{0} policies differ from {1}', items.length, base.slice(0, 8));
  const placeHolder = vscode.l10n.t('Choose one to compare it');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.change;
}
