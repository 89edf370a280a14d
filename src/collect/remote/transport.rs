//! HTTP to one server: its certificate checked against the system's authorities and those of the settings, its answers told
//! apart where OpenDAL does not, its clock kept.

use std::error::Error as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use http::header::{DATE, HeaderMap};
use http::{Request, Response, StatusCode};
use opendal::{Buffer, Error, ErrorKind, HttpBody, HttpTransport};
use opendal_http_transport_reqwest::ReqwestTransport;
use reqwest::redirect::Policy;
use tokio_rustls::rustls;

use super::Patience;
use super::error::{Reason, causes};
use crate::config::is_this_machine;

/// What a server said by its status.
#[derive(Debug, thiserror::Error)]
pub(super) enum Answer {
    /// The account is refused (RFC 9110 §15.5.2).
    #[error("the server answers {0}")]
    Refused(StatusCode),
    /// It sends elsewhere.
    #[error("the server answers {0}")]
    Moved(StatusCode),
}

/// What time it was by the server's clock when it answered last (RFC 9110 §6.6.1): the only clock that its moments of
/// modification can be compared with.
#[derive(Debug, Clone, Default)]
pub(super) struct ServerClock(Arc<AtomicI64>);

impl ServerClock {
    /// The moment of the last answer, where one said so.
    pub(super) fn last(&self) -> Option<DateTime<Utc>> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            seconds => DateTime::from_timestamp(seconds, 0),
        }
    }

    fn note(&self, headers: &HeaderMap) {
        let date = headers.get(DATE).and_then(|date| date.to_str().ok());
        if let Some(date) = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()) {
            self.0.store(date.timestamp(), Ordering::Relaxed);
        }
    }
}

/// HTTP for OpenDAL.
pub(super) struct Transport {
    inner: ReqwestTransport,
    clock: ServerClock,
}

impl Transport {
    /// A client for the server at `url`, which trusts the system's authorities and those of `ca_file`.
    pub(super) fn new(
        url: &reqwest::Url,
        ca_file: Option<&Path>,
        patience: &Patience,
        clock: ServerClock,
    ) -> Result<Self, Reason> {
        // Without one of its own, reqwest takes the process's provider; another part of bilan may have set it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("bilan/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(patience.connect)
            .read_timeout(patience.answer)
            .redirect(same_server_only());
        if is_this_machine(url) {
            builder = builder.no_proxy();
        }
        if let Some(path) = ca_file {
            let unreadable = |error| Reason::File {
                path: path.to_owned(),
                error,
            };
            let pem = std::fs::read(path).map_err(unreadable)?;
            let certificates = reqwest::Certificate::from_pem_bundle(&pem)
                .map_err(|error| unreadable(std::io::Error::other(error)))?;
            builder = builder.tls_certs_merge(certificates);
        }
        let client = builder
            .build()
            .map_err(|error| Reason::Settings(error.to_string()))?;
        Ok(Self {
            inner: ReqwestTransport::new(client),
            clock,
        })
    }
}

impl HttpTransport for Transport {
    async fn fetch(&self, request: Request<Buffer>) -> opendal::Result<Response<HttpBody>> {
        let lists = request.method().as_str() == "PROPFIND";
        let response = self.inner.fetch(request).await.map_err(for_good)?;
        self.clock.note(response.headers());
        let failed = |kind, answer| Err(Error::new(kind, "the server refuses").set_source(answer));
        match response.status() {
            status @ (StatusCode::UNAUTHORIZED | StatusCode::PROXY_AUTHENTICATION_REQUIRED) => {
                failed(ErrorKind::PermissionDenied, Answer::Refused(status))
            }
            status if status.is_redirection() && status != StatusCode::NOT_MODIFIED => {
                failed(ErrorKind::Unexpected, Answer::Moved(status))
            }
            // OpenDAL lists a folder that is not there as an empty one.
            StatusCode::NOT_FOUND if lists => {
                Err(Error::new(ErrorKind::NotFound, "there is no such folder"))
            }
            _ => Ok(response),
        }
    }
}

/// A redirect is followed on the same server only: what the settings name is what is read.
fn same_server_only() -> Policy {
    const MOST: usize = 5;
    Policy::custom(|attempt| {
        let first = attempt.previous().first();
        let same = first.is_some_and(|first| first.origin() == attempt.url().origin());
        if same && attempt.previous().len() <= MOST {
            attempt.follow()
        } else {
            attempt.stop()
        }
    })
}

/// A certificate that is wrong now is wrong in a second too: it is not tried again.
fn for_good(error: Error) -> Error {
    let certificate = error
        .source()
        .is_some_and(|source| causes(source).any(|cause| cause.is::<rustls::Error>()));
    if certificate {
        error.set_permanent()
    } else {
        error
    }
}
