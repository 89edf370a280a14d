//! The TOML parser's complaints, in words for a person who writes no programs.

use crate::framework::Localised;

use super::problem::say;

/// Message and way out for a complaint of the parser.
pub(super) fn explain(complaint: &str) -> (Localised, Option<Localised>) {
    let has = |needle: &str| complaint.contains(needle);
    if has("duplicate key") {
        let message = say!(
            "cette clé est écrite deux fois dans la même table",
            "this key is written twice in one table"
        );
        return (
            message,
            Some(say!("gardez l'une des deux", "keep one of the two")),
        );
    }
    if has("string values must be quoted") || has("unquoted string") {
        let message = say!(
            "ce texte n'est pas entre guillemets",
            "this text has no quotes"
        );
        return (message, Some(say!("écrivez \"…\"", "write \"…\"")));
    }
    if has("missing value") || has("key with no value") {
        let message = say!(
            "il manque une valeur après cette clé",
            "a value is missing after this key"
        );
        return (
            message,
            Some(say!("écrivez clé = valeur", "write key = value")),
        );
    }
    if has("assignment") || has("extra `=`") {
        let message = say!("signe = manquant ou de trop", "missing or extra = sign");
        return (
            message,
            Some(say!(
                "écrivez une seule clé = valeur par ligne",
                "write one key = value a line"
            )),
        );
    }
    if has("unclosed array table") || has("unclosed table") {
        let message = say!(
            "crochet fermant manquant dans ce titre de table",
            "closing bracket missing in this table header"
        );
        return (
            message,
            Some(say!(
                "écrivez [titre] ou [[titre]]",
                "write [header] or [[header]]"
            )),
        );
    }
    if has("unclosed array") {
        let message = say!("liste non fermée", "list not closed");
        return (message, Some(say!("ajoutez « ] »", "add “]”")));
    }
    if has("unclosed inline table") {
        let message = say!("accolade non fermée", "brace not closed");
        return (message, Some(say!("ajoutez « }} »", "add “}}”")));
    }
    if has("comma") {
        let message = say!("virgule manquante ou de trop", "missing or extra comma");
        return (
            message,
            Some(say!(
                "séparez les éléments par une virgule",
                "separate items with one comma"
            )),
        );
    }
    if has("string") || has("quote") || has("escape") {
        let message = say!(
            "texte mal fermé ou caractère d'échappement inconnu",
            "text not closed, or unknown escape"
        );
        let help = say!(
            "fermez les guillemets ; une barre oblique inverse s'écrit \\\\",
            "close the quotes; a backslash is written \\\\"
        );
        return (message, Some(help));
    }
    let message = say!(
        "syntaxe TOML : ceci n'est pas compris ({complaint})",
        "TOML syntax: {complaint}"
    );
    (
        message,
        Some(say!(
            "écrivez clé = valeur, un texte entre guillemets",
            "write key = value, texts in quotes"
        )),
    )
}
