use super::Run;
use super::error::CliError;
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{Entry, Event};

/// Tag events, or take tags from them
///
///   annalist tag e42 e43 --add nuclear --add iaea --remove draft
///   annalist tag --where actor:IAEA since:2025 --add nuclear
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Tag {
    /// The events: e42, or uids
    #[arg(value_name = "EVENT", required_unless_present = "of", conflicts_with = "of")]
    events: Vec<String>,

    /// Tag the events of this query instead
    #[arg(long = "where", id = "of", value_name = "QUERY", num_args = 1..)]
    of: Vec<String>,

    /// A tag to give; several with commas between them
    #[arg(long, value_name = "TAG", value_delimiter = ',', required_unless_present = "remove")]
    add: Vec<String>,

    /// A tag to take away
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    remove: Vec<String>,
}

impl Run for Tag {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let plain = |tags: &[String]| -> Vec<String> {
            tags.iter().map(|tag| tag.trim().to_lowercase()).filter(|tag| !tag.is_empty()).collect()
        };
        let (add, remove) = (plain(&self.add), plain(&self.remove));
        if let Some(both) = add.iter().find(|tag| remove.contains(tag)) {
            return Err(CliError::new(format!("{both} is to be given and taken away; choose one")));
        }
        let mut store = ui.store()?;
        let entries: Vec<Entry> = if self.of.is_empty() {
            self.events.iter().map(|name| store.resolve(name)).collect::<Result<_, _>>()?
        } else {
            store.events(&QueryArg::of(self.of).filter()?.standing(), None)?
        };
        let signed = |sign: char, tags: &[String]| -> String {
            tags.iter().map(|tag| format!(" {sign}{tag}")).collect()
        };
        let action = format!("tag{}{}", signed('+', &add), signed('-', &remove));
        let changed = store.change(&ui.author(), &action, |writer| {
            let mut changed = 0;
            for entry in &entries {
                let event = tagged(&entry.event, &add, &remove);
                changed += usize::from(!writer.replace(entry.id, &event)?.is_unchanged());
            }
            Ok(changed)
        })?;
        ui.say(format!("{changed} of {} events changed", entries.len()));
        Ok(())
    }
}

fn tagged(event: &Event, add: &[String], remove: &[String]) -> Event {
    let mut event = event.clone();
    event.tags.retain(|tag| !remove.contains(tag));
    for tag in add {
        if !event.tags.contains(tag) {
            event.tags.push(tag.clone());
        }
    }
    event
}
