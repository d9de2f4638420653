//! Repositories and versions of policies in words.

use weir_core::hir::Language;

use crate::load::git::GitError;
use crate::sides::{Name, SideError};

/// What a version is called: `merge base of origin/main and HEAD (1a2b3c4)`.
#[must_use]
pub fn name(name: &Name, language: Language) -> String {
    match name {
        Name::Path(path) => path.display().to_string(),
        Name::WorkTree => language.pick("工作区", "work tree").to_owned(),
        Name::Revision { given, commit } => language.pick(
            format!("{given}（{}）", commit.short),
            format!("{given} ({})", commit.short),
        ),
        Name::Merged(branch) => language.pick(
            format!("{branch} 合并这些变化之后"),
            format!("{branch} with these changes"),
        ),
        Name::MergeBase { of: [a, b], commit } => language.pick(
            format!("{a} 与 {b} 的合并基点（{}）", commit.short),
            format!("merge base of {a} and {b} ({})", commit.short),
        ),
    }
}

/// Why there are no versions to compare; what the loading of files says is said elsewhere.
pub(crate) fn side_error(error: &SideError, language: Language) -> Option<String> {
    let text = match error {
        SideError::Load(_) => return None,
        SideError::Alone => language.pick(
            "请给出旧、新两个版本，或者用 --on A..B 比较同一版本的两个日期；与已提交的版本比较：weir diff HEAD --policies 路径",
            "give an old and a new version, or two days of one version with --on A..B; with what was committed: weir diff HEAD --policies PATH",
        ).to_owned(),
        SideError::NoSuch(text) => language.pick(
            format!("没有文件或文件夹 `{text}`；这里也不是 git 仓库，因此它也不可能是修订版本"),
            format!("there is no file or folder `{text}`, and no git repository here that could have such a revision"),
        ),
        SideError::NoPolicies(name_, None) => {
            let name = name(name_, language);
            language.pick(
                format!("{name}从这里向上没有 policies 文件夹；请写明其位置：--policies 路径，或者修订版本:路径"),
                format!("{name} has no folder `policies` from here upwards; say where they are: --policies PATH, or REVISION:PATH"),
            )
        }
        SideError::NoPolicies(name_, Some(path)) => {
            let (name, path) = (name(name_, language), path.display());
            language.pick(
                format!("{name}的 {path} 中没有 .weir 文件；如果当时位于别处，请写：修订版本:路径"),
                format!("{name} has no .weir file at {path}; if they stood elsewhere then, write REVISION:PATH"),
            )
        }
    };
    Some(text)
}

/// Why a repository could not be read, and what to do about it.
#[must_use]
pub fn error(error: &GitError, language: Language) -> String {
    match error {
        GitError::NoRepository(folder) => language.pick(
            format!("{} 及其上级目录不是 git 仓库", folder.display()),
            format!("there is no git repository at {} or above it", folder.display()),
        ),
        GitError::NotOwned(folder) => language.pick(
            format!("{0} 所在的 git 仓库属于其他用户；如果信任它，请运行：git config --global --add safe.directory {0}", folder.display()),
            format!("the git repository of {0} belongs to another user; if you trust it: git config --global --add safe.directory {0}", folder.display()),
        ),
        GitError::NoCommit => language.pick("git 仓库中还没有提交", "nothing has been committed to the git repository yet").to_owned(),
        GitError::Unknown { revision, near, shallow } => {
            let near = near.as_ref().map(|near| language.pick(format!("；是否为 `{near}`？"), format!("; did you mean `{near}`?")));
            let text = language.pick(format!("没有文件、文件夹或者修订版本 `{revision}`"), format!("there is no file, folder or revision `{revision}`"));
            text + &near.unwrap_or_default() + more(*shallow, language)
        }
        GitError::Ambiguous(revision) => language.pick(
            format!("以 `{revision}` 开头的提交不止一个；请多写几位"),
            format!("several commits start with `{revision}`; give more digits"),
        ),
        GitError::NotACommit(revision) => language.pick(
            format!("`{revision}` 不是提交"),
            format!("`{revision}` is no commit"),
        ),
        GitError::Unrelated { of: [a, b], shallow } => {
            let text = language.pick(format!("`{a}` 与 `{b}` 没有共同的提交"), format!("`{a}` and `{b}` have no commit in common"));
            text + more(*shallow, language)
        }
        GitError::Outside(path) => language.pick(
            format!("{} 不在该 git 仓库中", path.display()),
            format!("{} is not in the git repository", path.display()),
        ),
        GitError::Broken(message) => language.pick(
            format!("无法读取 git 仓库：{message}"),
            format!("can't read the git repository: {message}"),
        ),
    }
}

/// What helps where a clone leaves out older commits.
pub(super) fn more(shallow: bool, language: Language) -> &'static str {
    if !shallow {
        return "";
    }
    language.pick(
        "；这是浅克隆，较早的提交不在其中：git fetch --unshallow（GitHub Actions：fetch-depth: 0）",
        "; this is a shallow clone without older commits: git fetch --unshallow (GitHub Actions: fetch-depth: 0)",
    )
}
