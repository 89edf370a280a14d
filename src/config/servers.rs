//! What is wrong with the settings of folders on servers.

use crate::framework::load::problem::{Problem, say};

use super::load::Layers;
use super::source::Source;

/// What an address of a server cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressFault {
    /// It is no address; why.
    Unreadable(String),
    /// What goes there is not enciphered, and does not stay on this machine.
    Plain,
}

/// The address of a server. A password and personal data go there: `https`, or `http` on this machine.
///
/// # Errors
/// When it is no address or not protected.
pub fn address(url: &str) -> Result<reqwest::Url, AddressFault> {
    let parsed: reqwest::Url = url
        .parse()
        .map_err(|error| AddressFault::Unreadable(format!("{error}")))?;
    if parsed.scheme() == "https" || (parsed.scheme() == "http" && is_this_machine(&parsed)) {
        Ok(parsed)
    } else {
        Err(AddressFault::Plain)
    }
}

/// Whether the address is one of this machine, which no proxy knows and nobody listens to.
pub fn is_this_machine(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Addresses that cannot be, accounts without a secret. `place` is the source's key: `source.0`.
pub(super) fn sense(
    source: &Source,
    place: &str,
    layers: &Layers<'_>,
    problems: &mut Vec<Problem>,
) {
    let webdav = source.webdav.as_ref();
    let s3 = source.s3.as_ref();
    let addresses = [
        ("webdav.url", webdav.map(|s| &s.url)),
        ("s3.endpoint", s3.and_then(|s| s.endpoint.as_ref())),
    ];
    for (key, url) in addresses
        .into_iter()
        .filter_map(|(key, url)| Some((key, url?)))
    {
        let message = match address(url) {
            Ok(_) => continue,
            Err(AddressFault::Unreadable(_)) => {
                say!("« {url} » n'est pas une adresse", "“{url}” is no address")
            }
            Err(AddressFault::Plain) => say!(
                "rien ne protège ce qui irait à « {url} »",
                "nothing protects what would go to “{url}”"
            ),
        };
        let help = say!(
            "écrivez https://… ; http:// ne vaut que sur cette machine",
            "write https://…; http:// is for this machine only"
        );
        problems.push(layers.problem(&format!("{place}.{key}"), message, Some(help)));
    }
    let secrets = [
        (
            "webdav.user",
            "password_file",
            webdav.is_some_and(|s| s.user.is_some() && s.password.is_none()),
        ),
        (
            "s3.access_key_id",
            "secret_access_key_file",
            s3.is_some_and(|s| s.secret_access_key.is_none()),
        ),
    ];
    for (key, file, _) in secrets.iter().filter(|(_, _, missing)| *missing) {
        let message = say!(
            "un compte sans mot de passe",
            "an account without a password"
        );
        let help = say!("ajoutez {file} = \"…\"", "add {file} = \"…\"");
        problems.push(layers.problem(&format!("{place}.{key}"), message, Some(help)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_enciphered_or_of_this_machine() {
        for url in [
            "https://nuage.region.example/dav",
            "http://127.0.0.1:8080/",
            "http://localhost/dav",
            "http://[::1]:9000",
        ] {
            assert!(address(url).is_ok(), "{url}");
        }
        for url in [
            "http://nuage.region.example/dav",
            "http://localhost.example/",
            "ftp://127.0.0.1/",
        ] {
            assert_eq!(address(url), Err(AddressFault::Plain), "{url}");
        }
        for url in ["nuage", ""] {
            assert!(
                matches!(address(url), Err(AddressFault::Unreadable(_))),
                "{url}"
            );
        }
    }
}
