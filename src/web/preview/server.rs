//! The pages over HTTP, on this machine alone.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::Stream;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Preview;
use super::pages::Shown;

const PAGE: &str = include_str!("page.html");
const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// Only what this server gives is loaded, and no other page may frame it.
const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Versions = watch::Receiver<Arc<Shown>>;

/// Serves a preview until `stop`.
///
/// # Errors
/// When the connection cannot be listened on.
pub async fn serve(
    preview: Preview,
    listener: TcpListener,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let port = listener.local_addr()?.port();
    let versions = preview.versions();
    let ended = stop.clone();
    let router = router(versions, port, stop.clone());
    let making = tokio::spawn(preview.run());
    axum::serve(listener, router)
        .with_graceful_shutdown(async move { ended.cancelled().await })
        .await?;
    making.abort();
    Ok(())
}

fn router(versions: Versions, port: u16, stop: CancellationToken) -> Router {
    let text = |kind: &'static str, body: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, kind)], body) })
    };
    Router::new()
        .route("/", text("text/html; charset=utf-8", PAGE))
        .route("/page.js", text("text/javascript; charset=utf-8", SCRIPT))
        .route("/page.css", text("text/css; charset=utf-8", STYLE))
        .route("/state", get(state))
        .route("/pages/{hash}", get(page))
        .route("/events", get(events))
        .with_state((versions, stop))
        .layer(middleware::from_fn(move |request, next| {
            guarded(port, request, next)
        }))
}

/// Answers this machine's browser alone: a page elsewhere that has its own name point here is turned away (DNS rebinding).
async fn guarded(port: u16, request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|h| h.to_str().ok());
    let own = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    if !host.is_some_and(|host| own.iter().any(|name| name == host)) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    response
}

async fn state(State((versions, _)): State<(Versions, CancellationToken)>) -> Response {
    let shown = versions.borrow().clone();
    let no_store = (header::CACHE_CONTROL, "no-store");
    ([no_store], axum::body::Body::from(json(&shown))).into_response()
}

/// Serialising our own struct into memory fails for no data: it holds texts and numbers only.
fn json(shown: &Shown) -> Vec<u8> {
    serde_json::to_vec(&shown.state()).unwrap_or_default()
}

/// A page by the hash of its bytes: it never changes.
async fn page(
    State((versions, _)): State<(Versions, CancellationToken)>,
    Path(hash): Path<String>,
) -> Response {
    let shown = versions.borrow().clone();
    let Some(page) = shown.pages.iter().find(|page| page.hash == hash) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "max-age=31536000, immutable"),
    ];
    (headers, page.svg.to_vec()).into_response()
}

/// The number of each version as it comes.
async fn events(
    State((versions, stop)): State<(Versions, CancellationToken)>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stream = futures_util::stream::unfold((versions, true), move |(mut versions, first)| {
        let stop = stop.clone();
        async move {
            if !first {
                tokio::select! {
                    changed = versions.changed() => changed.ok()?,
                    () = stop.cancelled() => return None,
                }
            }
            let version = versions.borrow_and_update().version;
            Some((
                Ok(Event::default().data(version.to_string())),
                (versions, false),
            ))
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::preview::pages::Page;

    #[tokio::test(flavor = "multi_thread")]
    async fn only_this_machines_browser_is_answered_and_only_with_what_there_is() {
        let page = Page::new(b"<svg/>".to_vec());
        let hash = page.hash.clone();
        let shown = Shown {
            version: 3,
            pages: vec![page],
            ..Shown::default()
        };
        let versions = watch::Sender::new(Arc::new(shown));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = router(versions.subscribe(), port, CancellationToken::new());
        let server = tokio::spawn(async move { axum::serve(listener, router).await });

        rustls_provider();
        let client = reqwest::Client::new();
        let ask = |path: String, host: Option<&'static str>| {
            let request = client.get(format!("http://127.0.0.1:{port}{path}"));
            let request = match host {
                Some(host) => request.header("host", host),
                None => request,
            };
            async move {
                let answer = request.send().await.unwrap();
                let status = answer.status().as_u16();
                let policy = answer.headers().get("content-security-policy").is_some();
                (status, policy, answer.text().await.unwrap())
            }
        };
        let (status, policy, state) = ask("/state".into(), None).await;
        assert_eq!((status, policy), (200, true));
        assert!(
            state.contains("\"version\":3,\"title\":\"\"") && state.contains(&hash),
            "{state}"
        );
        assert_eq!(ask(format!("/pages/{hash}"), None).await.2, "<svg/>");
        for path in [
            "/pages/0",
            "/pages/..%2F..%2Fetc%2Fpasswd",
            "/config/bilan.toml",
        ] {
            assert_eq!(ask(path.into(), None).await.0, 404, "{path}");
        }
        let elsewhere = ask("/state".into(), Some("exemple.invalid")).await;
        assert_eq!((elsewhere.0, elsewhere.2.as_str()), (403, ""));
        server.abort();
    }

    /// The client of other sources wants a provider of cryptography, even where it speaks plain HTTP.
    fn rustls_provider() {
        tokio_rustls::rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
    }
}
