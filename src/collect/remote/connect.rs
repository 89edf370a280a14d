//! From settings to an OpenDAL operator, with our own limits.

use opendal::layers::{RetryEvent, RetryLayer, TimeoutLayer};
use opendal::services::{S3, Sftp, Webdav};
use opendal::{HttpTransporter, OperationContext, Operator};

use super::Patience;
use super::error::Reason;
use super::transport::{ServerClock, Transport};
use crate::config::{self, AddressFault, Secret, Source, SourceKind};

/// A way to a server.
pub(super) struct Connection {
    /// The way.
    pub(super) operator: Operator,
    /// The folder, from where the operator begins: empty, or ending in `/`.
    pub(super) folder: String,
    /// What stands before the folder where it is shown to people: `bucket/`, or nothing.
    pub(super) above: String,
    /// Whether it is SFTP, whose service lists a folder that is not there as an empty one, and a link with its own moment of
    /// modification but the size of what it leads to.
    pub(super) is_sftp: bool,
}

/// The server of a source, as its settings name it.
pub(super) fn server(source: &Source) -> String {
    let host = |url: &str| {
        let url = url.parse::<reqwest::Url>().ok();
        url.and_then(|url| Some(url.host_str()?.to_owned()))
    };
    let named = match source.kind {
        SourceKind::Webdav => source.webdav.as_ref().and_then(|s| host(&s.url)),
        SourceKind::S3 => source.s3.as_ref().map(|s| {
            let endpoint = s.endpoint.as_deref().and_then(host);
            endpoint.unwrap_or_else(|| s.bucket.clone())
        }),
        SourceKind::Sftp => source.sftp.as_ref().map(|s| s.host.clone()),
        SourceKind::Folder | SourceKind::Imap => None,
    };
    named.unwrap_or_else(|| source.id.to_string())
}

/// Prepares the way; nothing is sent yet.
pub(super) fn connect(
    source: &Source,
    patience: &Patience,
    clock: &ServerClock,
) -> Result<Connection, Reason> {
    let absent = || Reason::Settings(format!("no table [source.{:?}]", source.kind).to_lowercase());
    match source.kind {
        SourceKind::Webdav => webdav(source.webdav.as_ref().ok_or_else(absent)?, patience, clock),
        SourceKind::S3 => s3(source.s3.as_ref().ok_or_else(absent)?, patience, clock),
        SourceKind::Sftp => sftp(source.sftp.as_ref().ok_or_else(absent)?),
        SourceKind::Folder | SourceKind::Imap => Err(absent()),
    }
    .map(|connection| Connection {
        operator: patient(connection.operator, patience, &source.id.to_string()),
        ..connection
    })
}

fn webdav(
    settings: &config::Webdav,
    patience: &Patience,
    clock: &ServerClock,
) -> Result<Connection, Reason> {
    let url = address(&settings.url)?;
    let transport = Transport::new(&url, settings.ca_file.as_deref(), patience, clock.clone())?;
    let service = Webdav::default()
        .endpoint(settings.url.trim_end_matches('/'))
        .username(settings.user.as_deref().unwrap_or_default())
        .password(exposed(settings.password.as_ref()));
    let operator = Operator::new(service).map_err(|e| Reason::of(&e, &settings.url))?;
    Ok(Connection {
        operator: over(operator, transport),
        folder: folder(&settings.folder),
        above: String::new(),
        is_sftp: false,
    })
}

fn s3(
    settings: &config::S3,
    patience: &Patience,
    clock: &ServerClock,
) -> Result<Connection, Reason> {
    let endpoint = settings
        .endpoint
        .clone()
        .unwrap_or_else(|| format!("https://s3.{}.amazonaws.com", settings.region));
    let url = address(&endpoint)?;
    let transport = Transport::new(&url, settings.ca_file.as_deref(), patience, clock.clone())?;
    // The settings say everything: keys of the machine's own configuration would be someone else's.
    let service = S3::default()
        .endpoint(endpoint.trim_end_matches('/'))
        .bucket(&settings.bucket)
        .region(&settings.region)
        .access_key_id(&settings.access_key_id)
        .secret_access_key(exposed(settings.secret_access_key.as_ref()))
        .disable_config_load()
        .disable_ec2_metadata();
    let operator = Operator::new(service).map_err(|e| Reason::of(&e, &settings.bucket))?;
    Ok(Connection {
        operator: over(operator, transport),
        folder: folder(&settings.folder),
        above: format!("{}/", settings.bucket),
        is_sftp: false,
    })
}

fn sftp(settings: &config::Sftp) -> Result<Connection, Reason> {
    let key = &settings.key_file;
    std::fs::File::open(key).map_err(|error| Reason::File {
        path: key.clone(),
        error,
    })?;
    let port = settings.port.unwrap_or(22);
    let mut service = Sftp::default()
        .endpoint(&format!("ssh://{}:{port}", settings.host))
        .user(&settings.user)
        .key(&key.to_string_lossy())
        .known_hosts_strategy("strict");
    // The service makes every folder that is given as its root; it is given none but the one that is there.
    if settings.folder.starts_with('/') {
        service = service.root("/");
    }
    let operator = Operator::new(service).map_err(|e| Reason::of(&e, &settings.host))?;
    Ok(Connection {
        operator,
        folder: folder(&settings.folder),
        above: String::new(),
        is_sftp: true,
    })
}

fn address(url: &str) -> Result<reqwest::Url, Reason> {
    config::address(url).map_err(|fault| match fault {
        AddressFault::Unreadable(why) => Reason::Settings(format!("{url}: {why}")),
        AddressFault::Plain => Reason::Plain(url.to_owned()),
    })
}

fn exposed(secret: Option<&Secret>) -> &str {
    secret.map(Secret::expose).unwrap_or_default()
}

/// `/depot/retours/` as OpenDAL writes folders: `depot/retours/`.
fn folder(written: &str) -> String {
    match written.trim_matches('/') {
        "" => String::new(),
        inner => format!("{inner}/"),
    }
}

fn over(operator: Operator, transport: Transport) -> Operator {
    let transport = HttpTransporter::new(transport);
    operator.with_context(OperationContext::new().with_http_transport(transport))
}

/// Each step has its time, and what fails in passing is tried again, later each time. The order counts: each try is timed.
fn patient(operator: Operator, patience: &Patience, source: &str) -> Operator {
    let source = source.to_owned();
    let noted = move |event: RetryEvent<'_>| {
        let wait = event.retry_after.as_millis();
        tracing::debug!(source, operation = %event.op, attempt = event.attempt, wait, "trying again");
    };
    operator
        .layer(
            TimeoutLayer::new()
                .with_timeout(patience.answer)
                .with_io_timeout(patience.answer),
        )
        .layer(
            RetryLayer::new()
                .with_max_times(patience.retries)
                .with_min_delay(patience.pause)
                .with_factor(2.0)
                .with_jitter()
                .with_notify(noted),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_written_in_any_way() {
        for written in ["depot/retours", "/depot/retours/", "depot/retours/"] {
            assert_eq!(folder(written), "depot/retours/");
        }
        assert_eq!(folder("/"), "");
    }
}
