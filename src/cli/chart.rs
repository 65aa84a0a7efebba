use super::Run;
use super::error::CliError;
use super::output::save;
use super::query::QueryArg;
use super::ui::Ui;
use crate::render::lang::Lang;
use crate::render::numbers::Numbers;
use crate::render::{Canvas, charts, style};
use crate::report::view::{Split, Step};
use crate::report::{Eras, Question, Wording};
use crate::source;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How the numbers become a file.
type NumbersTo = fn(&Numbers) -> std::io::Result<Vec<u8>>;

/// Draw a chart to SVG or PNG
#[derive(clap::Args)]
pub(super) struct Chart {
    /// Which chart
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(names()))]
    name: String,

    #[command(flatten)]
    query: QueryArg,

    /// The file; its ending, .svg or .png, says the format. `-` writes SVG to standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// The headline; made from the chart's name if not given
    #[arg(long)]
    title: Option<String>,

    /// A line under the headline
    #[arg(long)]
    subtitle: Option<String>,

    /// What to split by: kind or class (activity), actor or country (dyads), actor or event (network),
    /// class or tone (map)
    #[arg(long)]
    by: Option<Split>,

    /// A small map for each day, week, month, quarter, year, decade or century (map)
    #[arg(long, value_name = "UNIT")]
    each: Option<Step>,

    /// A lane for each of these, in this order; names with commas between them (lanes)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    actors: Vec<String>,

    /// Named bands behind the marks: the events that last of those that match a query in quotes, or
    /// a list, a file.csv with title,date
    #[arg(long, value_name = "QUERY|FILE")]
    eras: Option<String>,

    /// Width in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = Canvas::default().width)]
    width: u32,

    /// Height in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = Canvas::default().height)]
    height: u32,

    /// Pixels of a PNG to each of these, for sharp print: 1 to 4
    #[arg(long, value_name = "N", default_value_t = Canvas::default().scale)]
    scale: u32,

    /// The colours: light, dark or print
    #[arg(long, default_value = "light", value_parser = clap::builder::PossibleValuesParser::new(themes()))]
    theme: String,

    /// The language of dates and fixed words: en, ru, kk or uk
    #[arg(long, default_value = "en")]
    lang: Lang,

    /// Also write the numbers behind the chart, as .csv or .json
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
}

fn themes() -> impl Iterator<Item = &'static str> {
    style::THEMES.iter().map(|theme| theme.name)
}

fn names() -> Vec<clap::builder::PossibleValue> {
    charts::ALL
        .iter()
        .map(|chart| clap::builder::PossibleValue::new(chart.name).help(chart.about))
        .collect()
}

/// The ending of a file's name, in lower case.
fn ending(path: &Path) -> String {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_lowercase()
}

/// The chart can split by that, or nothing is asked.
fn check_split(chart: &charts::Chart, by: Option<Split>) -> Result<(), CliError> {
    let Some(by) = by.filter(|by| !chart.by.contains(by)) else { return Ok(()) };
    let known: Vec<&str> = chart.by.iter().map(|by| by.as_str()).collect();
    let instead = if known.is_empty() {
        "it takes no --by".to_owned()
    } else {
        format!("it takes --by {}", known.join(" or --by "))
    };
    Err(CliError::new(format!("the chart {} cannot be split by {by}; {instead}", chart.name)))
}

/// The chart has an option, or it is not given.
fn check_option(
    chart: &charts::Chart,
    option: &str,
    given: bool,
    has: fn(&charts::Chart) -> bool,
) -> Result<(), CliError> {
    if !given || has(chart) {
        return Ok(());
    }
    let which: Vec<&str> = charts::ALL.iter().filter(|chart| has(chart)).map(|c| c.name).collect();
    let which = which.join(" and ");
    Err(CliError::new(format!("the chart {} takes no {option}; it is for {which}", chart.name)))
}

/// Eras by a query, or a list that is a file.
fn eras(from: Option<String>) -> Result<Eras, CliError> {
    let Some(from) = from else { return Ok(Eras::None) };
    if ending(Path::new(&from)) == "csv" {
        return source::eras::read(Path::new(&from)).map(Eras::List).map_err(CliError::new);
    }
    Ok(Eras::Query(from.parse()?))
}

impl Run for Chart {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?;
        let to_stdout = self.output.as_os_str() == "-";
        let ending = ending(&self.output);
        let wanted = if to_stdout && ending.is_empty() { "svg" } else { ending.as_str() };
        let Some((format, _)) = charts::FORMATS.iter().find(|(_, ending)| *ending == wanted) else {
            return Err(CliError::new(format!(
                "{}: a chart is drawn as .svg or .png; end the file's name so",
                self.output.display()
            )));
        };
        let Some(chart) = charts::by_name(&self.name) else {
            return Err(CliError::new(format!("no chart is named {}", self.name)));
        };
        check_split(chart, self.by)?;
        check_option(chart, "--each", self.each.is_some(), |chart| chart.each)?;
        check_option(chart, "--actors", !self.actors.is_empty(), |chart| chart.actors)?;
        let write_numbers: Option<NumbersTo> = match &self.data {
            None => None,
            Some(path) => Some(match self::ending(path).as_str() {
                "csv" => Numbers::to_csv,
                "json" => Numbers::to_json,
                _ => {
                    return Err(CliError::new(format!(
                        "{}: numbers are written as .csv or .json; end the file's name so",
                        path.display()
                    )));
                }
            }),
        };
        let theme = style::THEMES.iter().find(|theme| theme.name == self.theme);
        let mut store = ui.store()?;
        let today = chrono::Local::now().date_naive();
        if store.count(&filter.clone().standing())? == 0 {
            ui.warn("no event matches; the chart is empty");
        }
        let Chart { subtitle, by, each, width, height, scale, lang, .. } = self;
        let title = self.title.unwrap_or_else(|| chart.title(by, lang).to_owned());
        let actors = self.actors.iter().map(|name| name.trim().to_owned()).collect();
        let wording = Wording { title, subtitle, by, each, eras: eras(self.eras)?, actors };
        let mut question = Question::new(&mut store, filter, wording, today);
        let theme = theme.copied().unwrap_or(&style::LIGHT);
        let canvas = Canvas { width, height, format: *format, scale, theme, lang };
        let drawing = (chart.draw)(&mut question, &canvas)?;
        if let Some((write, path)) = write_numbers.zip(self.data.as_ref()) {
            let numbers = write(&drawing.numbers)?;
            save(path, |file| Ok(file.write_all(&numbers)?))?;
            ui.say(format!("wrote {}", path.display()));
        }
        if to_stdout {
            ui.out.write_all(&drawing.picture)?;
        } else {
            save(&self.output, |file| Ok(file.write_all(&drawing.picture)?))?;
            ui.say(format!("drew {}", self.output.display()));
        }
        Ok(())
    }
}
