//! The whole command line, with its help.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};

use crate::model::Period;

/// Suit ce que les projets accomplissent : retours lus et vérifiés, indicateurs calculés, rapports envoyés à l’heure.
#[derive(Debug, Parser)]
#[command(
    name = "bilan",
    version,
    after_help = "Codes de retour : 0 tout est fait ; 1 quelque chose n’a pas pu être fait ;\n2 la ligne de commande est fausse ; 3 la configuration ou le registre sont faux, rien n’a été écrit.\n\nExemple : bilan run trimestriel --period 2026-T3"
)]
pub(super) struct Args {
    /// Dossier du programme (config/, report-templates/, var/)
    #[arg(
        long,
        global = true,
        default_value = ".",
        value_name = "DOSSIER",
        env = "BILAN_PROGRAMME"
    )]
    pub(super) programme: PathBuf,
    /// Fait comme s’il était ce moment, par exemple 2026-10-15T06:00:00+02:00
    #[arg(long, global = true, value_name = "MOMENT")]
    pub(super) now: Option<DateTime<Utc>>,
    /// Forme de la sortie : pour les personnes ou pour un programme
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, value_name = "FORME")]
    pub(super) format: Format,
    /// Ce qu’il faut faire
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Pour les personnes
    Text,
    /// Un objet JSON
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Crée le dossier d’un nouveau programme, prêt à l’essai
    #[command(after_help = "Exemple : bilan init budget-participatif")]
    Init(InitArgs),
    /// Vérifie toute la configuration et dit tout ce qui ne va pas, avec sa place
    #[command(after_help = "Exemple : bilan check")]
    Check,
    /// Importe le registre des dossiers suivis et dit ce qui a changé
    #[command(after_help = "Exemple : bilan import --dry-run")]
    Import(DryRun),
    /// Relève les retours arrivés, les lit et les vérifie
    #[command(
        after_help = "Exemples : bilan ingest\n           bilan ingest retour-BP-2024-017.xlsx\n           bilan ingest --again             (après un changement de questionnaire, de règle ou de limite)"
    )]
    Ingest(IngestArgs),
    /// Montre les retours d’une période et ce qui y a été constaté
    #[command(
        after_help = "Exemples : bilan returns --period 2026-T3\n           bilan returns --period 2026-T3 --project BP-2024-003"
    )]
    Returns(ReturnsArgs),
    /// Accepte une valeur d’un retour, ou la donne à la place du porteur, avec une raison qui est gardée
    #[command(
        after_help = "Exemples : bilan accept --project BP-2024-003 --period 2026-T3 --field depense_cumulee --reason \"Avoir reçu d’un fournisseur\"\n           bilan accept --project BP-2024-002 --period 2026-T3 --field benevoles --value 12 --reason \"Compté avec la commune\""
    )]
    Accept(AcceptArgs),
    /// Écrit le questionnaire d’un dossier : un classeur à remplir, ou un formulaire à imprimer
    #[command(
        after_help = "Exemples : bilan form --project BP-2024-017 --period 2026-T3\n           bilan form --project BP-2024-017 --correct\n           bilan form --project BP-2024-017 --pdf"
    )]
    Form(FormArgs),
    /// Montre où en est chaque dossier d’une campagne, et ce qui s’est passé avec l’un d’eux
    #[command(
        after_help = "Exemples : bilan campaign\n           bilan campaign laureats --period 2026-T3\n           bilan campaign laureats --project BP-2024-017"
    )]
    Campaign(CampaignArgs),
    /// Cesse de demander un retour, avec la raison ; ou le demande de nouveau
    #[command(
        after_help = "Exemples : bilan excuse --project BP-2024-017 --period 2026-T3 --reason \"Association en sommeil\"\n           bilan excuse --project BP-2024-017 --period 2026-T3 --again"
    )]
    Excuse(ExcuseArgs),
    /// Calcule les indicateurs d’une période et les montre
    #[command(after_help = "Exemple : bilan evaluate --period 2026-T3 --level departement")]
    Evaluate(EvaluateArgs),
    /// Dit de quelles cellules vient un chiffre
    #[command(
        after_help = "Exemple : bilan explain beneficiaires --project BP-2024-017 --period 2026-T3"
    )]
    Explain(ExplainArgs),
    /// Fabrique les documents d’un travail, sans rien envoyer
    #[command(after_help = "Exemple : bilan render trimestriel --period 2026-T3")]
    Render(JobArgs),
    /// Montre un document dans le navigateur, et le refait dès que son modèle ou ses données changent
    #[command(
        after_help = "Exemples : bilan preview rapport-trimestriel --period 2026-T3\n           bilan preview fiche-retour --project BP-2024-003\n           bilan preview fresque-affiche --sample"
    )]
    Preview(PreviewArgs),
    /// Aide à écrire un modèle de document : ce qu’il reçoit, et de quoi commencer
    #[command(
        after_help = "Exemples : bilan template list\n           bilan template data fiche-retour --project BP-2024-003 --period 2026-T3\n           bilan template schema rapport-trimestriel\n           bilan template new fiche-direction --per department"
    )]
    Template(TemplateArgs),
    /// Décide les courriels d’un travail et les envoie
    #[command(after_help = "Exemple : bilan deliver trimestriel --period 2026-T3 --dry-run")]
    Deliver(JobArgs),
    /// Fait un travail en entier : relever, calculer, fabriquer, envoyer
    #[command(
        after_help = "Exemples : bilan run trimestriel --period 2026-T3\n           bilan run trimestriel            (dernière période close)"
    )]
    Run(JobArgs),
    /// Fait les travaux à leur heure, sans surveillance, jusqu’à ce qu’on l’arrête
    #[command(after_help = "Exemple : bilan serve --programme /srv/bilan")]
    Serve(ServeArgs),
    /// Montre où en sont les travaux et les courriels
    #[command(after_help = "Exemple : bilan status --format json")]
    Status,
    /// Écrit le registre et les retours d’exemple
    #[command(after_help = "Exemple : bilan sample --out samples")]
    Sample(SampleArgs),
    /// Écrit les schémas JSON de la configuration, pour les éditeurs, dans config/schemas/
    #[command(after_help = "Exemple : bilan schema")]
    Schema,
    /// Lit des fichiers pour un autre bilan, sous surveillance
    #[command(hide = true)]
    ReadGuard,
    /// Essaie les modèles pour un autre bilan
    #[command(hide = true)]
    TryTemplates {
        /// Les documents dont le modèle est à essayer
        documents: Vec<String>,
    },
}

/// Where to make a programme.
#[derive(Debug, Arguments)]
pub(super) struct InitArgs {
    /// Dossier à créer
    pub(super) folder: PathBuf,
}

/// Whether to write.
#[derive(Debug, Arguments)]
pub(super) struct DryRun {
    /// Montre ce qui serait fait, n’écrit et n’envoie rien
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// What to ingest.
#[derive(Debug, Arguments)]
pub(super) struct IngestArgs {
    /// Fichiers ; sans eux, les sources de la configuration
    pub(super) files: Vec<PathBuf>,
    /// Relit tous les retours gardés avec les questionnaires, règles et limites d’aujourd’hui
    #[arg(long, conflicts_with = "files")]
    pub(super) again: bool,
}

/// What to show of returns.
#[derive(Debug, Arguments)]
pub(super) struct ReturnsArgs {
    /// Période (2026-T3, 2026-S1, 2026) ; sans elle, le dernier trimestre clos
    #[arg(long, value_name = "PÉRIODE")]
    pub(super) period: Option<Period>,
    /// Identifiant du dossier, avec ses constats ; tous les dossiers sans lui
    #[arg(long, value_name = "DOSSIER")]
    pub(super) project: Option<String>,
}

/// What to accept of a return, and why.
#[derive(Debug, Arguments)]
pub(super) struct AcceptArgs {
    /// Identifiant du dossier
    #[arg(long, value_name = "DOSSIER")]
    pub(super) project: String,
    /// Type de dossier, si plusieurs ont cet identifiant
    #[arg(long, value_name = "TYPE")]
    pub(super) kind: Option<String>,
    /// Période du retour (2026-T3, 2026-S1, 2026)
    #[arg(long, value_name = "PÉRIODE")]
    pub(super) period: Period,
    /// Identifiant du champ, tel que le montre « bilan returns »
    #[arg(long, value_name = "CHAMP")]
    pub(super) field: String,
    /// Valeur à retenir, écrite comme dans le questionnaire (« n. d. » : pas de réponse) ; sans elle, celle du retour
    #[arg(long, value_name = "VALEUR", allow_negative_numbers = true)]
    pub(super) value: Option<String>,
    /// Raison de la décision, gardée avec elle
    #[arg(long, value_name = "RAISON")]
    pub(super) reason: String,
    /// Qui décide ; sans lui, le nom de session ($USER)
    #[arg(long, value_name = "NOM", env = "USER", hide_env = true)]
    pub(super) author: Option<String>,
}

/// Which questionnaire to write.
#[derive(Debug, Arguments)]
pub(super) struct FormArgs {
    /// Identifiant du dossier
    #[arg(long, value_name = "DOSSIER")]
    pub(super) project: String,
    /// Type de dossier, si plusieurs ont cet identifiant
    #[arg(long, value_name = "TYPE")]
    pub(super) kind: Option<String>,
    /// Période (2026-T3, 2026-S1, 2026) ; sans elle, la dernière close
    #[arg(long, value_name = "PÉRIODE")]
    pub(super) period: Option<Period>,
    /// Langue (fr, en) ; sans elle, celle du contact
    #[arg(long, value_name = "LANGUE")]
    pub(super) language: Option<String>,
    /// Fichier à écrire ; sans lui, questionnaire-DOSSIER-PÉRIODE.xlsx (ou .pdf)
    #[arg(long, value_name = "FICHIER")]
    pub(super) output: Option<PathBuf>,
    /// Le questionnaire à corriger, rempli avec le dernier retour et ce qui y a été constaté
    #[arg(long)]
    pub(super) correct: bool,
    /// Un formulaire vierge à imprimer (PDF), au lieu du classeur
    #[arg(long, conflicts_with = "correct")]
    pub(super) pdf: bool,
}

/// Which campaign to show.
#[derive(Debug, Arguments)]
pub(super) struct CampaignArgs {
    /// Identifiant de la campagne (config/framework/campaigns.toml) ; sans lui, toutes, en nombres
    pub(super) campaign: Option<String>,
    /// Période (2026-T3, 2026-S1, 2026) ; sans elle, celles pour lesquelles la campagne est ouverte
    #[arg(long, value_name = "PÉRIODE")]
    pub(super) period: Option<Period>,
    /// Identifiant du dossier, avec tout ce qui s’est passé
    #[arg(long, value_name = "DOSSIER")]
    pub(super) project: Option<String>,
}

/// Whom to excuse.
#[derive(Debug, Arguments)]
pub(super) struct ExcuseArgs {
    /// Identifiant du dossier
    #[arg(long, value_name = "DOSSIER")]
    pub(super) project: String,
    /// Type de dossier, si plusieurs ont cet identifiant
    #[arg(long, value_name = "TYPE")]
    pub(super) kind: Option<String>,
    /// Période (2026-T3, 2026-S1, 2026) ; sans elle, la dernière close
    #[arg(long, value_name = "PÉRIODE")]
    pub(super) period: Option<Period>,
    /// Pourquoi le retour n’est plus demandé
    #[arg(long, value_name = "RAISON", required_unless_present = "again", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(super) reason: Option<String>,
    /// Demande de nouveau le retour
    #[arg(long, conflicts_with = "reason")]
    pub(super) again: bool,
    /// Qui le décide
    #[arg(long, value_name = "NOM", env = "USER", default_value = "bilan")]
    pub(super) author: String,
}

/// What to preview.
#[derive(Debug, Arguments)]
pub(super) struct PreviewArgs {
    /// Nom du modèle (dossier de report-templates/)
    pub(super) name: String,
    /// Dossier, direction ou édition ; le premier qui a des données, sans lui
    #[arg(
        long,
        visible_alias = "direction",
        visible_alias = "edition",
        value_name = "DOSSIER"
    )]
    pub(super) project: Option<String>,
    /// Période (2026-T3, 2026-S1, 2026) ; sans elle, la dernière close du travail qui fait ce document
    #[arg(long, value_name = "PÉRIODE")]
    pub(super) period: Option<Period>,
    /// Langue (fr, en) ; sans elle, la première du programme
    #[arg(long, value_name = "LANGUE")]
    pub(super) language: Option<String>,
    /// L’exemple du modèle (sample.json), au lieu des données du programme
    #[arg(long)]
    pub(super) sample: bool,
    /// Port sur cet ordinateur (127.0.0.1) ; 0 : le premier qui est libre
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub(super) port: u16,
}

/// What to do with templates.
#[derive(Debug, Arguments)]
pub(super) struct TemplateArgs {
    /// Ce qu’il faut faire
    #[command(subcommand)]
    pub(super) command: TemplateCommand,
}

/// What to do with templates.
#[derive(Debug, Subcommand)]
pub(super) enum TemplateCommand {
    /// Montre les modèles, ce qu’ils font et pour qui
    List,
    /// Écrit les données que lit un modèle, tirées du programme
    Data {
        /// Nom du modèle (dossier de report-templates/)
        name: String,
        /// Dossier ou direction ; le premier qui a des données, sans lui
        #[arg(long, visible_alias = "direction", value_name = "DOSSIER")]
        project: Option<String>,
        /// Période (2026-T3, 2026-S1, 2026) ; sans elle, le dernier trimestre clos
        #[arg(long, value_name = "PÉRIODE")]
        period: Option<Period>,
        /// Langue (fr, en) ; sans elle, la première du programme
        #[arg(long, value_name = "LANGUE")]
        language: Option<String>,
    },
    /// Écrit le schéma JSON de ces données
    Schema {
        /// Nom du modèle (dossier de report-templates/)
        name: String,
    },
    /// Commence un modèle qui se compile
    New {
        /// Nom du modèle : minuscules, chiffres et tirets
        name: String,
        /// Combien de documents : un (once), un par édition (edition), un par dossier (subject), un par direction (department)
        #[arg(long, value_enum, default_value_t = PerArg::Subject, value_name = "COMBIEN")]
        per: PerArg,
    },
}

/// How many documents a new template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PerArg {
    /// Un pour le programme
    Once,
    /// Un par édition
    Edition,
    /// Un par dossier
    Subject,
    /// Un par direction
    Department,
}

/// What to compute.
#[derive(Debug, Arguments)]
pub(super) struct EvaluateArgs {
    /// Période (2026-T3, 2026-S1, 2026) ; sans elle, le dernier trimestre clos
    #[arg(long, value_name = "PÉRIODE")]
    pub(super) period: Option<Period>,
    /// Niveau : programme, une colonne du registre (departement, thematique…), ou projet
    #[arg(long, default_value = "programme", value_name = "NIVEAU")]
    pub(super) level: String,
    /// Type de dossier ; tous sans lui
    #[arg(long, value_name = "TYPE")]
    pub(super) kind: Option<String>,
}

/// What to explain.
#[derive(Debug, Arguments)]
pub(super) struct ExplainArgs {
    /// Identifiant de l’indicateur
    pub(super) indicator: String,
    /// Identifiant du dossier
    #[arg(long, value_name = "DOSSIER")]
    pub(super) project: String,
    /// Période ; sans elle, la dernière close
    #[arg(long, value_name = "PÉRIODE")]
    pub(super) period: Option<Period>,
}

/// A job and its period.
#[derive(Debug, Arguments)]
pub(super) struct JobArgs {
    /// Identifiant du travail (config/jobs.toml)
    pub(super) job: String,
    /// Période (2026-T3, 2026-S1, 2026) ; sans elle, la dernière close
    #[arg(long, value_name = "PÉRIODE")]
    pub(super) period: Option<Period>,
    /// Montre qui recevrait quoi, n’écrit et n’envoie rien
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// How to serve.
#[derive(Debug, Arguments)]
pub(super) struct ServeArgs {
    /// Secondes entre deux regards sur l’horloge
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=3600), value_name = "SECONDES")]
    pub(super) tick: u64,
}

/// Where to write the sample.
#[derive(Debug, Arguments)]
pub(super) struct SampleArgs {
    /// Dossier qui reçoit registre.xlsx et retours/
    #[arg(long, default_value = "samples", value_name = "DOSSIER")]
    pub(super) out: PathBuf,
}
