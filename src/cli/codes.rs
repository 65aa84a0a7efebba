use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::ui::Ui;
use crate::coding::{Code, Scheme, code, codes, codes_with};
use crate::render::table::{Column, Table};
use anstyle::Style;
use serde::Serialize;
use std::io::{self, Write};

/// Explain a code in every scheme, or list a scheme's codes
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    annalist codes                  the schemes\n  \
    annalist codes cameo            the codes of one\n  \
    annalist codes 190              what it is, and what it is elsewhere\n  \
    annalist codes acled:Arrests    the same, of one scheme\n  \
    annalist codes blockade         the codes that have this word")]
pub(super) struct Codes {
    /// A scheme, a code, or words to look for
    #[arg(value_name = "SCHEME|CODE|WORDS")]
    what: Vec<String>,

    #[command(flatten)]
    format: FormatArg,
}

#[derive(Serialize)]
struct Counted {
    scheme: Scheme,
    codes: usize,
    of: &'static str,
}

/// A code as it stands to the one that was asked for.
#[derive(Serialize)]
struct Related {
    relation: &'static str,
    scheme: Scheme,
    code: &'static str,
    label: &'static str,
    kind: &'static str,
    mode: Option<&'static str>,
    goldstein: Option<f64>,
    quad: Option<u8>,
}

impl Run for Codes {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let format = self.format.format;
        let what = self.what.join(" ");
        if what.is_empty() {
            return schemes(ui, format);
        }
        if let Some(scheme) = Scheme::ALL.iter().find(|s| s.as_str().eq_ignore_ascii_case(&what)) {
            return list(ui, format, &codes(*scheme).collect::<Vec<_>>());
        }
        match code(&what) {
            Ok(code) if format == Format::Table => Ok(page(&mut ui.out, code)?),
            Ok(code) => format.print(ui, &related(code), |_| Table::new([])),
            Err(unknown) => match codes_with(&what) {
                found if found.is_empty() => Err(CliError::new(unknown)),
                found => list(ui, format, &found),
            },
        }
    }
}

fn schemes(ui: &mut Ui, format: Format) -> Result<(), CliError> {
    let rows: Vec<Counted> = Scheme::ALL
        .iter()
        .map(|&scheme| Counted { scheme, codes: codes(scheme).count(), of: about(scheme) })
        .collect();
    format.print(ui, &rows, |rows| {
        let mut table =
            Table::new([Column::Left("scheme"), Column::Right("codes"), Column::Flexible("of")]);
        for row in rows {
            table.row([row.scheme.to_string(), row.codes.to_string(), row.of.to_owned()]);
        }
        table
    })
}

fn about(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Kind => "annalist itself",
        Scheme::Cameo => "GDELT, ICEWS, Phoenix",
        Scheme::Plover => "POLECAT: types and their modes",
        Scheme::Acled => "ACLED: event types and sub-event types, old names too",
        Scheme::Ucdp => "UCDP GED: types of violence",
    }
}

fn list(ui: &mut Ui, format: Format, found: &[&Code]) -> Result<(), CliError> {
    format.print(ui, found, |found| {
        let mut table = Table::new([
            Column::Left("scheme"),
            Column::Left("code"),
            Column::Flexible("label"),
            Column::Left("kind"),
            Column::Left("mode"),
            Column::Right("Goldstein"),
            Column::Right("quad"),
        ]);
        for code in found {
            table.row([
                code.scheme.to_string(),
                code.code.clone(),
                code.label.clone(),
                code.kind.to_string(),
                code.mode.clone().unwrap_or_default(),
                code.goldstein.map(|v| v.to_string()).unwrap_or_default(),
                code.quad.map(|v| v.to_string()).unwrap_or_default(),
            ]);
        }
        table
    })
}

fn others(scheme: Scheme) -> impl Iterator<Item = Scheme> {
    Scheme::ALL.iter().copied().filter(move |&other| other != scheme && other != Scheme::Kind)
}

fn related(code: &'static Code) -> Vec<Related> {
    let row = |relation, code: &'static Code| Related {
        relation,
        scheme: code.scheme,
        code: &code.code,
        label: &code.label,
        kind: code.kind.as_str(),
        mode: code.mode.as_deref(),
        goldstein: code.goldstein,
        quad: code.quad,
    };
    let mut rows = vec![row("itself", code)];
    rows.extend(code.above().map(|above| row("above", above)));
    rows.extend(code.below().map(|below| row("below", below)));
    for scheme in others(code.scheme) {
        rows.extend(code.in_scheme(scheme).into_iter().map(|other| row("elsewhere", other)));
    }
    rows
}

fn page(out: &mut dyn Write, code: &'static Code) -> io::Result<()> {
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    writeln!(out, "{bold}{} {}  {}{bold:#}", code.scheme, code.code, code.label)?;
    let mut line = |name: &str, value: &str| writeln!(out, "  {dim}{name:<12}{dim:#}{value}");
    if code.scheme != Scheme::Kind {
        line("kind", code.kind.as_str())?;
    }
    if let Some(mode) = &code.mode {
        line("mode", mode)?;
    }
    if let Some(goldstein) = code.goldstein {
        line("Goldstein", &goldstein.to_string())?;
    }
    if let Some(quad) = code.quad {
        let class = match quad {
            1 => "cooperation in words",
            2 => "cooperation in deeds",
            3 => "conflict in words",
            _ => "conflict in deeds",
        };
        line("quad class", &format!("{quad}, {class}"))?;
    }
    if let Some(title) = code.title("Ruritania", "Borduria") {
        line("title", &title)?;
    }
    let named = |code: &Code| match code.scheme {
        Scheme::Cameo | Scheme::Ucdp => format!("{} {}", code.code, code.label),
        _ => code.code.clone(),
    };
    let mut lines = |name: &str, codes: Vec<&'static Code>| {
        codes.iter().enumerate().try_for_each(|(i, code)| {
            line(if i == 0 { name } else { "" }, &named(code))
        })
    };
    lines("above", code.above().into_iter().collect())?;
    lines("below", code.below().collect())?;
    for scheme in others(code.scheme) {
        lines(&scheme.as_str().to_uppercase(), code.in_scheme(scheme))?;
    }
    Ok(())
}
