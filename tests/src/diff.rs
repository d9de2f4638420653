//! A readable difference between two texts, line by line.

use std::fmt::Write as _;

/// How many equal lines are shown around a change.
const AROUND: usize = 3;

/// The lines of `expected` that are not in `found` with `-`, the others with `+`, and a few lines around them.
#[must_use]
pub fn lines(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let marked = marked(&old, &new);
    let changed: Vec<usize> = marked
        .iter()
        .enumerate()
        .filter(|(_, (mark, _))| *mark != ' ')
        .map(|(at, _)| at)
        .collect();
    let mut out = String::new();
    let mut gap = false;
    for (at, (mark, line)) in marked.iter().enumerate() {
        if changed.iter().any(|change| change.abs_diff(at) <= AROUND) {
            if gap {
                out.push_str("  …\n");
            }
            gap = false;
            let _ = writeln!(out, "{mark} {line}");
        } else {
            gap = true;
        }
    }
    out
}

/// The lines of both with a mark each, by a longest common subsequence.
fn marked<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(char, &'t str)> {
    // common[i][j] is the length of the longest common subsequence of what follows i in old and j in new.
    let mut common = vec![vec![0usize; new.len() + 1]; old.len() + 1];
    let get = |common: &[Vec<usize>], i: usize, j: usize| {
        common
            .get(i)
            .and_then(|row| row.get(j))
            .copied()
            .unwrap_or_default()
    };
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let value = if a == b {
                get(&common, i + 1, j + 1) + 1
            } else {
                get(&common, i + 1, j).max(get(&common, i, j + 1))
            };
            if let Some(slot) = common.get_mut(i).and_then(|row| row.get_mut(j)) {
                *slot = value;
            }
        }
    }
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                out.push((' ', *a));
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), other)
                if other.is_none() || get(&common, i + 1, j) >= get(&common, i, j + 1) =>
            {
                out.push(('-', *a));
                i += 1;
            }
            (_, Some(b)) => {
                out.push(('+', *b));
                j += 1;
            }
            (_, None) => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_marked() {
        assert_eq!(lines("a\nb\nc\n", "a\nx\nc\n"), "  a\n- b\n+ x\n  c\n");
    }

    #[test]
    fn lines_are_added_and_taken_away_at_the_ends() {
        assert_eq!(lines("a\nb\n", "b\nc\n"), "- a\n  b\n+ c\n");
    }

    #[test]
    fn far_equal_lines_are_left_out() {
        assert_eq!(
            lines("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\n7\n"),
            "  …\n  3\n  4\n  5\n- 6\n+ 7\n"
        );
    }
}
