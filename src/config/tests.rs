//! Settings as an administrator writes them.

use std::path::Path;

use super::*;
use crate::framework::Language;

const MAIN: &str = "[mail]\nfrom = \"Mission <mission@region.example>\"\n";

/// A programme folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    root
}

fn read(root: &Path, variables: &[(&str, &str)]) -> Result<Settings, crate::framework::Problems> {
    load_with(
        root,
        variables
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned())),
    )
}

/// What is said about these files and variables, with plain spaces.
fn said(files: &[(&str, &str)], variables: &[(&str, &str)]) -> String {
    let root = folder(files);
    let problems = read(root.path(), variables).unwrap_err();
    let lines: Vec<String> = problems
        .iter()
        .map(|p| p.line(Language::Fr).replace('\u{a0}', " "))
        .collect();
    lines
        .join("\n")
        .replace(&root.path().display().to_string(), "")
}

#[test]
fn defaults_fill_what_the_file_leaves_out() {
    let root = folder(&[("config/bilan.toml", MAIN)]);
    let settings = read(root.path(), &[]).unwrap();
    assert_eq!(settings.store.path, root.path().join("var/bilan.sqlite"));
    assert_eq!(
        settings.sources[0].path,
        Some(root.path().join("samples/retours"))
    );
    assert_eq!(settings.reading, Reading::default());
    assert_eq!(settings.reading.memory_bytes, 536_870_912);
    assert_eq!(settings.mail.transport, Transport::File);
    assert!(settings.work.threads().get() >= 1);
}

#[test]
fn each_layer_covers_the_one_before() {
    let root = folder(&[
        (
            "config/bilan.toml",
            "[mail]\nfrom = \"a@region.example\"\n[reading]\nmax_ratio = 10\nmax_sheets = 3\n[log]\nlevel = \"warn\"\n",
        ),
        (
            "config/bilan.local.toml",
            "[reading]\nmax_ratio = 20\n[log]\nlevel = \"debug\"\n",
        ),
    ]);
    let variables = [
        ("BILAN__LOG__LEVEL", "error"),
        ("BILAN__WORK__THREADS", "3"),
        ("BILAN__STORE__PATH", "/srv/b.sqlite"),
        ("BILAN_NOW", "x"),
        ("HOME", "/"),
    ];
    let settings = read(root.path(), &variables).unwrap();
    assert_eq!(
        (settings.reading.max_sheets, settings.reading.max_ratio),
        (3, 20)
    );
    assert_eq!(
        (settings.log.level, settings.work.threads().get()),
        (Level::Error, 3)
    );
    assert_eq!(settings.store.path, Path::new("/srv/b.sqlite"));
}

#[test]
fn the_password_comes_from_its_file_and_never_shows() {
    let smtp = "[mail]\nfrom = \"a@region.example\"\ntransport = \"smtp\"\n[mail.smtp]\nhost = \"smtp.region.example\"\nuser = \"bilan\"\npassword_file = \"secrets/smtp\"\n";
    let root = folder(&[("config/bilan.toml", smtp), ("secrets/smtp", "12345\n")]);
    let settings = read(root.path(), &[]).unwrap();
    let smtp = settings.mail.smtp.as_ref().unwrap();
    assert_eq!(smtp.password.as_ref().unwrap().expose(), "12345");
    assert_eq!((smtp.port(), smtp.security), (465, Security::Tls));
    assert!(!format!("{settings:?}").contains("12345"));
}

#[test]
fn a_password_may_come_from_the_environment_even_if_it_is_a_number() {
    let smtp = "[mail]\nfrom = \"a@region.example\"\n[mail.smtp]\nhost = \"smtp.region.example\"\nuser = \"bilan\"\n";
    let root = folder(&[("config/bilan.toml", smtp)]);
    let settings = read(root.path(), &[("BILAN__MAIL__SMTP__PASSWORD", "0012")]).unwrap();
    assert_eq!(
        settings.mail.smtp.unwrap().password.unwrap().expose(),
        "0012"
    );
}

#[test]
fn all_that_is_wrong_in_files_and_variables_is_said_at_once() {
    let main = "[store]\npth = \"x\"\n\n[mail]\ntransport = \"pigeon\"\n\n[reading]\nmax_cells = \"beaucoup\"\ncpu_seconds = 0\n\n[[source]]\nkind = \"folder\"\n";
    let local = "[log]\nformat = \"xml\"\n[journal]\nx = 1\n";
    let variables = [
        ("BILAN__LOG__LVL", "info"),
        ("BILAN__WORK__THREADS", "deux"),
        ("BILAN__LOG__LEVEL", "fort"),
    ];
    insta::assert_snapshot!(said(&[("config/bilan.toml", main), ("config/bilan.local.toml", local)], &variables), @"
    BILAN__LOG__LEVEL: « fort » n'est pas un mot connu ici → au choix : debug, error, info, trace, warn
    BILAN__LOG__LVL: « lvl » ne règle rien → au choix : FORMAT, LEVEL
    BILAN__WORK__THREADS: attendu : un nombre entier → bornes : 1 … 1024
    config/bilan.local.toml:2:10: « xml » n'est pas un mot connu ici → au choix : text, json
    config/bilan.local.toml:3:2: clé inconnue « journal » → au choix : answers, dashboard, files, forms, log, mail, reading, register, source, store, work
    config/bilan.toml:2:1: clé inconnue « pth » → vouliez-vous dire « path » ?
    config/bilan.toml:4:1: mail.from : ce réglage manque → écrivez-le dans config/bilan.toml
    config/bilan.toml:5:13: « pigeon » n'est pas un mot connu ici → au choix : file, smtp
    config/bilan.toml:8:13: attendu : un nombre entier ; trouvé : un texte → par exemple 1
    config/bilan.toml:9:15: 0 est trop petit → au moins 1
    config/bilan.toml:11:1: source.0.id : ce réglage manque → écrivez-le dans config/bilan.toml
    ");
}

#[test]
fn values_that_make_no_sense_together_are_said_with_their_place() {
    let main = "[mail]\nfrom = \"Mission\"\nreply_to = \"x@\"\ntransport = \"smtp\"\n[[source]]\nid = \"a\"\npath = \"x\"\n[[source]]\nid = \"a\"\npath = \"y\"\n";
    insta::assert_snapshot!(said(&[("config/bilan.toml", main)], &[]), @r#"
    config/bilan.toml:2:8: mail.from : « Mission » n'est pas une adresse électronique → écrivez Nom <nom@domaine.fr>
    config/bilan.toml:3:12: mail.reply_to : « x@ » n'est pas une adresse électronique → écrivez Nom <nom@domaine.fr>
    config/bilan.toml:4:13: mail.transport : l'envoi par SMTP a besoin d'un serveur → ajoutez [mail.smtp] avec host = "…"
    config/bilan.toml:9:6: source.1.id : deux sources s'appellent « a » → donnez à l'une un autre identifiant
    "#);
    let variable = said(
        &[("config/bilan.toml", MAIN)],
        &[("BILAN__MAIL__FROM", "personne")],
    );
    insta::assert_snapshot!(variable, @"BILAN__MAIL__FROM: mail.from : « personne » n'est pas une adresse électronique → écrivez Nom <nom@domaine.fr>");
}

#[test]
fn what_would_go_to_a_server_unprotected_or_without_a_secret_is_said() {
    let main = "[[source]]\nid = \"a\"\nkind = \"webdav\"\n[source.webdav]\nurl = \"http://nuage.region.example/dav\"\nuser = \"bilan\"\n[[source]]\nid = \"b\"\nkind = \"s3\"\n[source.s3]\nbucket = \"retours\"\nendpoint = \"s3\"\naccess_key_id = \"K\"\n";
    insta::assert_snapshot!(said(&[("config/bilan.toml", &format!("{MAIN}{main}"))], &[]), @r#"
    config/bilan.toml:7:7: source.0.webdav.url : rien ne protège ce qui irait à « http://nuage.region.example/dav » → écrivez https://… ; http:// ne vaut que sur cette machine
    config/bilan.toml:8:8: source.0.webdav.user : un compte sans mot de passe → ajoutez password_file = "…"
    config/bilan.toml:14:12: source.1.s3.endpoint : « s3 » n'est pas une adresse → écrivez https://… ; http:// ne vaut que sur cette machine
    config/bilan.toml:15:17: source.1.s3.access_key_id : un compte sans mot de passe → ajoutez secret_access_key_file = "…"
    "#);
}

#[test]
fn a_secret_file_that_is_not_there_is_named() {
    let main = "[mail]\nfrom = \"a@b.fr\"\n[mail.smtp]\nhost = \"h\"\nuser = \"u\"\npassword_file = \"secrets/absent\"\n";
    insta::assert_snapshot!(said(&[("config/bilan.toml", main)], &[]), @"config/bilan.toml:6:17: mail.smtp.password_file : le fichier secret « secrets/absent » ne peut pas être lu : No such file or directory (os error 2) → créez-le, lisible par le service seulement");
}

#[test]
fn no_file_at_all_asks_for_the_sender() {
    insta::assert_snapshot!(said(&[], &[]), @"config/bilan.toml: mail : ce réglage manque → ajoutez la table [mail] : from, reply_to, transport, folder, smtp");
    let root = folder(&[]);
    assert!(read(root.path(), &[("BILAN__MAIL__FROM", "a@region.example")]).is_ok());
}

#[test]
fn the_default_file_is_sound() {
    let root = folder(&[("config/bilan.toml", include_str!("../../config/bilan.toml"))]);
    read(root.path(), &[]).unwrap_or_else(|p| panic!("{p}"));
}

#[test]
fn a_mailbox_is_protected_has_a_password_and_three_folders() {
    let main = "[mail]\nfrom = \"a@b.fr\"\n[[source]]\nid = \"boite\"\nkind = \"imap\"\n[source.imap]\nhost = \"imap.b.fr\"\nuser = \"a\"\nsecurity = \"none\"\ndone = \"INBOX\"\n";
    insta::assert_snapshot!(said(&[("config/bilan.toml", main)], &[]), @r#"
    config/bilan.toml:6:1: source.0.imap.folder : folder, done et review doivent être trois dossiers différents
    config/bilan.toml:8:8: source.0.imap.user : une boîte aux lettres sans mot de passe → ajoutez password_file = "…"
    config/bilan.toml:9:12: source.0.imap.security : sans protection, le mot de passe passerait en clair sur le réseau → écrivez "tls" ou "starttls" ; "none" ne vaut que pour cette machine (localhost)
    "#);
    let here = "[mail]\nfrom = \"a@b.fr\"\n[[source]]\nid = \"boite\"\nkind = \"imap\"\n[source.imap]\nhost = \"127.0.0.1\"\nuser = \"a\"\npassword = \"b\"\nsecurity = \"none\"\n";
    assert!(read(folder(&[("config/bilan.toml", here)]).path(), &[]).is_ok());
}
