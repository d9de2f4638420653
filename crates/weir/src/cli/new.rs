//! `weir new`: starts a policy project in a folder of its own. Either the whole folder appears, or nothing at its path.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use weir_core::hir::Language;

#[cfg(test)]
mod tests;

/// Why no project was started.
#[derive(Debug)]
pub enum NewError {
    /// Something is there already.
    Exists(PathBuf),
    /// The path names no folder that could be made.
    NoName(PathBuf),
    /// Writing failed.
    Io(PathBuf, io::Error),
}

impl NewError {
    /// The error in one line.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Exists(path) => {
                let path = path.display();
                language.pick(
                    format!("{path} 已存在；请指定一个尚不存在的文件夹"),
                    format!("{path} exists already; name a folder that does not exist yet"),
                )
            }
            Self::NoName(path) => {
                let path = path.display();
                language.pick(
                    format!("{path} 不是新文件夹的名称"),
                    format!("{path} is not the name of a new folder"),
                )
            }
            Self::Io(path, error) => {
                let path = path.display();
                language.pick(
                    format!("无法写入 {path}：{error}"),
                    format!("can't write {path}: {error}"),
                )
            }
        }
    }
}

/// Makes a folder with a small policy that checks clean and has tests, a scenario, and a page that says how to go on.
///
/// # Errors
///
/// If something is at the path already, or writing fails; then nothing appears there.
pub fn create(dir: &Path, language: Language) -> Result<(), NewError> {
    if fs::symlink_metadata(dir).is_ok() {
        return Err(NewError::Exists(dir.to_owned()));
    }
    let name = dir
        .file_name()
        .ok_or_else(|| NewError::NoName(dir.to_owned()))?;
    let parent = dir
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let io = |error| NewError::Io(dir.to_owned(), error);
    fs::create_dir_all(parent).map_err(io)?;
    // Beside the folder, so that a rename is enough; removed by itself if something fails.
    let prefix = format!(".{}.", name.to_string_lossy());
    let temporary = tempfile::Builder::new()
        .prefix(&prefix)
        .tempdir_in(parent)
        .map_err(io)?;
    let made = temporary.path().join("project");
    write(&made, language).map_err(io)?;
    rename(&made, dir)
}

/// Puts the finished folder in its place, which something else may have taken meanwhile.
fn rename(made: &Path, dir: &Path) -> Result<(), NewError> {
    match fs::rename(made, dir) {
        Ok(()) => Ok(()),
        Err(_) if fs::symlink_metadata(dir).is_ok() => Err(NewError::Exists(dir.to_owned())),
        Err(error) => Err(NewError::Io(dir.to_owned(), error)),
    }
}

fn write(folder: &Path, language: Language) -> io::Result<()> {
    for (path, text) in files(language) {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, text)?;
    }
    Ok(())
}

/// The files of a project.
fn files(language: Language) -> [(&'static str, &'static str); 4] {
    match language {
        Language::En => [
            ("policies/main.weir", include_str!("new/main.en.weir")),
            (
                "scenarios/example.yaml",
                include_str!("new/example.en.yaml"),
            ),
            ("README.md", include_str!("new/README.en.md")),
            (".gitignore", include_str!("new/gitignore.en")),
        ],
        Language::Zh => [
            ("policies/main.weir", include_str!("new/main.zh.weir")),
            (
                "scenarios/example.yaml",
                include_str!("new/example.zh.yaml"),
            ),
            ("README.md", include_str!("new/README.zh.md")),
            (".gitignore", include_str!("new/gitignore.zh")),
        ],
    }
}
