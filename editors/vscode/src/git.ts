// What is asked of VS Code's built-in extension for git: the base of a branch, which policies differ from it, and how they were then.
// Nothing is run.

import * as path from 'node:path';
import * as vscode from 'vscode';

/** What is used of the interface of the built-in extension for git. */
interface Git {
  getRepository(uri: vscode.Uri): Repository | null;
  readonly repositories: Repository[];
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
}
export interface Change {
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
const EMPTY = 'weir-nothing';

/** Texts that are not there, for a side of a comparison that has none. */
export function registerNothing(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(EMPTY, { provideTextDocumentContent: () => '' });
}

/** The policies that differ from the base revision of their repository. */
export class Base {
  private constructor(
    private readonly git: Git,
    private readonly repository: Repository,
    /** The commit to compare with. */
    readonly commit: string,
    /** The policies that differ, new ones too. */
    readonly changes: Change[],
  ) {}

  /** For the repository of a file, else the first one. Throws, in words for people, if there is none or no commit. */
  static async of(uri: vscode.Uri | undefined): Promise<Base> {
    const git = await gitApi();
    const repository = (uri && git.getRepository(uri)) ?? git.repositories[0];
    if (!repository) throw new Error(vscode.l10n.t('These policies are in no git repository that VS Code knows.'));
    await repository.status();
    const commit = await baseOf(repository);
    return new Base(git, repository, commit, await changedPolicies(repository, commit));
  }

  /** The commit as it is shown. */
  get short(): string {
    return this.commit.slice(0, 8);
  }

  /** A file as it is called in the repository. */
  name(uri: vscode.Uri): string {
    return path.posix.relative(this.repository.rootUri.path, uri.path);
  }

  /** A changed policy as it was and as it is. */
  sides(change: Change): [vscode.Uri, vscode.Uri] {
    const nothing = (uri: vscode.Uri): vscode.Uri => uri.with({ scheme: EMPTY, query: '' });
    const added = change.status === UNTRACKED || change.status === INDEX_ADDED;
    const left = added ? nothing(change.uri) : this.git.toGitUri(change.originalUri, this.commit);
    return [left, change.status === DELETED ? nothing(change.uri) : change.uri];
  }
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
