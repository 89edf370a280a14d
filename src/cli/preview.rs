//! `bilan preview`: a document in the browser, made again whenever it changes.

use std::net::Ipv4Addr;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::args::{Args, PreviewArgs};
use super::output::{Failure, open};
use crate::framework::Language;
use crate::model::DocumentId;
use crate::render::Templates;
use crate::web::preview::{Preview, Wanted, serve};

pub(super) async fn run(args: &Args, command: &PreviewArgs) -> Result<(), Failure> {
    let context = open(args).await?;
    let templates = Templates::of_programme(&context.root);
    let document = DocumentId::new(command.name.as_str());
    // A name that is none is said at once, and not on an empty page.
    templates
        .map_err(Failure::other)?
        .info(&document)
        .map_err(Failure::other)?;
    let language = match command.language.as_deref() {
        Some(code) => Some(Language::from_code(code).ok_or_else(|| {
            Failure::other(format!("la langue « {code} » n’est pas parlée : fr ou en"))
        })?),
        None => None,
    };
    let wanted = Wanted {
        document,
        scope: command.project.clone(),
        period: command.period,
        language,
        sample: command.sample,
    };
    let preview = Preview::begin(context, args.now, wanted).map_err(Failure::other)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, command.port)).await;
    let listener = listener.map_err(|error| {
        Failure::other(format!(
            "le port {} ne peut pas être pris ({error}) : donnez-en un autre, ou aucun",
            command.port
        ))
    })?;
    let address = listener.local_addr()?;
    println!("Aperçu : http://{address}/   (Ctrl-C pour arrêter)");
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        tokio::signal::ctrl_c().await.ok();
        asked.cancel();
    });
    Ok(serve(preview, listener, stop).await?)
}
