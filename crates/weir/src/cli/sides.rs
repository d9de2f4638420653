//! The versions that a command compares, with what stands in the way said on standard error.

use super::Context;
use crate::render::git;
use crate::sides::{FORCED, Finder, SideError, Sides, Version, asked};
use crate::{Exit, Stop};

/// Finds the versions that the words of the command line ask for; `itself` says that one alone is compared with itself.
pub(super) fn find(
    context: &mut Context<'_, '_>,
    (old, new): (Option<&str>, Option<&str>),
    itself: bool,
) -> Result<Sides, Stop> {
    let folder = context.io.folder.clone();
    let policies = context.common.policies.clone();
    let mut finder = Finder::new(&folder, policies.as_deref());
    let exists = |text: &str| folder.join(text).exists();
    for text in [old, new].into_iter().flatten() {
        if exists(text) && finder.is_revision(text) {
            both(context, text)?;
        }
    }
    let found =
        asked(old, new, itself, exists).and_then(|(old, new)| finder.sides(&old, new.as_ref()));
    match found {
        Ok(sides) => without_errors(context, sides),
        Err(SideError::NoSuch(_)) if old.is_none() => fail(context, &SideError::Alone),
        Err(error) => fail(context, &error),
    }
}

fn both(context: &mut Context<'_, '_>, text: &str) -> Result<(), Stop> {
    let said = context.language.pick(
        format!("`{text}` 既是路径也是修订版本，按路径处理；修订版本请写 `{FORCED}{text}`"),
        format!("`{text}` is both a path and a revision; the path is taken, `{FORCED}{text}` is the revision"),
    );
    writeln!(context.io.stderr, "weir: {said}")?;
    Ok(())
}

fn fail<T>(context: &mut Context<'_, '_>, error: &SideError) -> Result<T, Stop> {
    match (git::side_error(error, context.language), error) {
        (Some(text), _) => {
            writeln!(context.io.stderr, "weir: {text}")?;
            Err(Stop::Said(Exit::Usage))
        }
        (None, SideError::Load(error)) => context.fail(error),
        (None, _) => Err(Stop::Said(Exit::Usage)),
    }
}

/// Shows the errors of the versions that are compared.
fn without_errors(context: &mut Context<'_, '_>, sides: Sides) -> Result<Sides, Stop> {
    let mut usable = |version: Version| {
        let name = git::name(&version.name, context.language);
        // Of files and folders the errors themselves say where they are.
        let name = (!matches!(version.name, crate::sides::Name::Path(_))).then_some(name);
        let loaded = context.without_errors(version.loaded, name.as_deref())?;
        Ok::<_, Stop>(Version { loaded, ..version })
    };
    Ok(Sides {
        old: usable(sides.old)?,
        new: sides.new.map(&mut usable).transpose()?,
        moved: sides.moved,
    })
}
