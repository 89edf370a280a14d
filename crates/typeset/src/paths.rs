//! Virtual paths to Typst's file numbers.

use std::sync::atomic::{AtomicU16, Ordering};

use typst::syntax::package::{PackageSpec, PackageVersion};
use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};

use crate::Error;

/// Typst numbers paths in 16 bits, for the life of the process, and panics with its table locked once they run out, which
/// no later document survives. Stopping short of it leaves room for what templates name by themselves.
const LAST_NUMBER: u16 = 60_000;

static HIGHEST_SEEN: AtomicU16 = AtomicU16::new(0);

/// Notes a number that Typst gave, to know how far it has counted.
pub(crate) fn note(id: FileId) {
    HIGHEST_SEEN.fetch_max(id.into_raw().get(), Ordering::Relaxed);
}

/// Refuses once the numbers run low.
pub(crate) fn check_room() -> Result<(), Error> {
    if HIGHEST_SEEN.load(Ordering::Relaxed) < LAST_NUMBER {
        Ok(())
    } else {
        Err(Error::Names)
    }
}

/// The number of a project path. `/packages/<namespace>/<name>/<version>/..` is what `@namespace/name:version` imports.
pub(crate) fn project_file(path: &str) -> Result<FileId, Error> {
    let virtual_path = parse(path)?;
    let rooted = match package(virtual_path.get_without_slash()) {
        Some((spec, inner)) => RootedPath::new(VirtualRoot::Package(spec), parse(inner)?),
        None => RootedPath::new(VirtualRoot::Project, virtual_path),
    };
    number(rooted)
}

/// The number of a path of a job, which has no packages.
pub(crate) fn job_file(path: &str) -> Result<FileId, Error> {
    number(RootedPath::new(VirtualRoot::Project, parse(path)?))
}

/// The path as it is shown to people: packages under their folder again.
pub(crate) fn shown(id: FileId) -> String {
    match id.root() {
        VirtualRoot::Project => id.vpath().get_with_slash().to_owned(),
        VirtualRoot::Package(spec) => {
            format!("{}{}", package_folder(spec), id.vpath().get_with_slash())
        }
    }
}

/// Where a package's files belong.
pub(crate) fn package_folder(spec: &PackageSpec) -> String {
    format!(
        "/packages/{}/{}/{}",
        spec.namespace, spec.name, spec.version
    )
}

fn number(path: RootedPath) -> Result<FileId, Error> {
    check_room()?;
    let id = path.intern();
    note(id);
    Ok(id)
}

fn parse(path: &str) -> Result<VirtualPath, Error> {
    let refused = |reason: String| Error::Path {
        path: path.to_owned(),
        reason,
    };
    let virtual_path = VirtualPath::new(path).map_err(|e| refused(e.to_string()))?;
    if virtual_path.is_root() {
        Err(refused("it names no file".into()))
    } else {
        Ok(virtual_path)
    }
}

fn package(path: &str) -> Option<(PackageSpec, &str)> {
    let mut parts = path.strip_prefix("packages/")?.splitn(4, '/');
    let (namespace, name, version, inner) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let version: PackageVersion = version.parse().ok()?;
    Some((
        PackageSpec {
            namespace: namespace.into(),
            name: name.into(),
            version,
        },
        inner,
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn packages_and_plain_files() {
        assert_eq!(
            shown(project_file("lib/theme.typ").unwrap()),
            "/lib/theme.typ"
        );
        let path = "/packages/local/grille/1.2.0/src/lib.typ";
        let id = project_file(path).unwrap();
        assert!(
            matches!(id.root(), VirtualRoot::Package(spec) if spec.to_string() == "@local/grille:1.2.0")
        );
        assert_eq!(shown(id), path);
        assert!(matches!(
            job_file(path).unwrap().root(),
            VirtualRoot::Project
        ));
    }

    #[test]
    fn paths_that_are_none() {
        for path in ["", "/", "../x", "/a/../../x", "a\\b"] {
            assert!(
                matches!(project_file(path), Err(Error::Path { .. })),
                "{path}"
            );
        }
    }
}
