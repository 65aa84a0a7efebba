use super::Run;
use super::error::CliError;
use super::output::save;
use super::query::QueryArg;
use super::ui::Ui;
use crate::render::{Canvas, charts};
use crate::report::Question;
use std::io::Write;
use std::path::PathBuf;

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

    /// The headline; made from the query if not given
    #[arg(long)]
    title: Option<String>,

    /// Width and height in pixels
    #[arg(long, value_name = "WxH", default_value = "1600x900", value_parser = size)]
    size: (u32, u32),
}

fn names() -> Vec<clap::builder::PossibleValue> {
    charts::ALL
        .iter()
        .map(|chart| clap::builder::PossibleValue::new(chart.name).help(chart.about))
        .collect()
}

fn size(text: &str) -> Result<(u32, u32), String> {
    text.split_once(['x', 'X', '×'])
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)))
        .ok_or_else(|| "expected WIDTHxHEIGHT in pixels, as in 1600x900".to_owned())
}

impl Run for Chart {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?;
        let to_stdout = self.output.as_os_str() == "-";
        let ending = self.output.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
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
        let mut store = ui.store()?;
        let today = chrono::Local::now().date_naive();
        if store.count(&filter.clone().standing())? == 0 {
            ui.warn("no event matches; the chart is empty");
        }
        let mut question = Question::new(&mut store, filter, self.title, today);
        let (width, height) = self.size;
        let canvas = Canvas { width, height, format: *format, ..Canvas::default() };
        let drawing = (chart.draw)(&mut question, &canvas)?;
        if to_stdout {
            ui.out.write_all(&drawing)?;
        } else {
            save(&self.output, |file| Ok(file.write_all(&drawing)?))?;
            ui.say(format!("drew {}", self.output.display()));
        }
        Ok(())
    }
}
