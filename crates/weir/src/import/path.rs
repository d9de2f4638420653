//! Paths as policies write them: with `/`, relative to the file in which they stand.

/// A path as seen from a folder.
pub(crate) fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if folder.starts_with('/') {
        format!("/{joined}")
    } else {
        joined
    }
}

/// How a file is reached from a folder.
pub(crate) fn relative(folder: &str, file: &str) -> String {
    let folder = joined(folder, "");
    let file = joined(file, "");
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = file.split('/').filter(|part| !part.is_empty()).collect();
    let same = from
        .iter()
        .zip(&to)
        .take_while(|(one, other)| one == other)
        .count();
    let up = std::iter::repeat_n("..", from.len().saturating_sub(same));
    up.chain(to.into_iter().skip(same))
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::{joined, relative};

    #[test]
    fn paths_are_joined_and_taken_apart() {
        assert_eq!(
            joined("policies/zones", "../national/a.weir"),
            "policies/national/a.weir"
        );
        assert_eq!(joined("", "../a"), "../a");
        assert_eq!(joined("/x/y", "../a"), "/x/a");
        assert_eq!(
            relative("policies/zones", "policies/zones/vocabulary.weir"),
            "vocabulary.weir"
        );
        assert_eq!(
            relative("policies/zones", "policies/national/order16.weir"),
            "../national/order16.weir"
        );
        assert_eq!(relative("", "policies/a.weir"), "policies/a.weir");
    }
}
