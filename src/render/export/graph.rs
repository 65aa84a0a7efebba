//! Graphs written to files: what a graph of events and links, or of actors, says of its nodes and
//! edges, whatever the format.

use super::Export;
use crate::domain::{ActorKind, Bounds, Class, Edtf, Event, Link, LinkState};
use crate::render::svg::escape;
use chrono::NaiveDate;
use std::io::{self, Write};

/// Takes the nodes of a graph one by one, then its edges, and writes them.
pub trait GraphFile {
    /// Writes a node.
    ///
    /// # Errors
    /// Those of the file.
    fn node(&mut self, node: &Node) -> io::Result<()>;

    /// Writes an edge between two nodes that were written; no node comes after it.
    ///
    /// # Errors
    /// Those of the file.
    fn edge(&mut self, edge: &Edge) -> io::Result<()>;

    /// Writes what stands after the last edge.
    ///
    /// # Errors
    /// Those of the file.
    fn finish(&mut self) -> io::Result<()>;
}

/// Starts a file of a graph.
pub type Start =
    for<'w> fn(&'w mut dyn Write, &'static Shape) -> io::Result<Box<dyn GraphFile + 'w>>;

/// What a graph says of all of its nodes and edges.
#[derive(Debug)]
pub struct Shape {
    /// Whether edges go from one node to the other.
    pub directed: bool,
    /// Whether nodes have days.
    pub dated: bool,
    /// What is said of each node besides its label and days.
    pub nodes: &'static [Attribute],
    /// What is said of each edge besides its weight.
    pub edges: &'static [Attribute],
}

/// A named property.
#[derive(Debug, Clone, Copy)]
pub struct Attribute {
    /// Its name in files.
    pub name: &'static str,
    /// Whether its values are numbers, and not text.
    pub is_number: bool,
}

const fn text(name: &'static str) -> Attribute {
    Attribute { name, is_number: false }
}
const fn number(name: &'static str) -> Attribute {
    Attribute { name, is_number: true }
}

/// What is known of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    None,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
}

/// Text, as far as it is known.
fn said_as(value: Option<impl ToString>) -> Value {
    let text = value.map(|value| value.to_string()).filter(|text| !text.is_empty());
    text.map_or(Value::None, Value::Text)
}

/// A number, as far as it is known.
fn measured(value: Option<f64>) -> Value {
    value.filter(|n| n.is_finite()).map_or(Value::None, Value::Number)
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its stable name, which edges name it by.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The first and last day on which it was; none are open.
    pub span: Bounds,
    /// A value for each attribute of its [`Shape`].
    pub values: Vec<Value>,
}

/// An edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The node that it goes from.
    pub from: String,
    /// The node that it goes to.
    pub to: String,
    /// What people read; it also tells edges between the same nodes apart.
    pub label: String,
    /// How strong it is.
    pub weight: f64,
    /// Drawn as a mere suggestion.
    pub faint: bool,
    /// A value for each attribute of its [`Shape`].
    pub values: Vec<Value>,
}

/// Events and their links: a node's name is the event's uid, an edge's weight the link's
/// confidence.
pub static EVENTS: Shape = Shape {
    directed: true,
    dated: true,
    nodes: &[
        text("kind"),
        text("quad_class"),
        text("modality"),
        text("date"),
        text("place"),
        text("country"),
        number("lat"),
        number("lon"),
        text("actors"),
        number("goldstein"),
        number("deaths"),
        text("review"),
        text("verification"),
        text("tags"),
    ],
    edges: &[text("relation"), text("rationale"), text("method"), text("state")],
};

/// Actors who take part together: a node's name is the actor's, an edge's weight the number of
/// events that two share.
pub static ACTORS: Shape = Shape {
    directed: false,
    dated: false,
    nodes: &[text("kind"), number("events")],
    edges: &[number("goldstein")],
};

impl Node {
    /// An event as a node of [`EVENTS`].
    pub fn of_event(event: &Event) -> Node {
        let place = event.place.as_ref();
        let actors: Vec<String> =
            event.actors.iter().map(|actor| format!("{} ({})", actor.name, actor.role)).collect();
        let deaths = event.deaths.and_then(|deaths| deaths.shown());
        Node {
            id: event.uid.clone(),
            label: event.title.clone(),
            span: event.date.as_ref().map(Edtf::bounds).unwrap_or_default(),
            values: vec![
                said_as(Some(event.kind)),
                said_as(Some(Class::of(event.kind))),
                said_as(Some(event.modality)),
                said_as(event.date.as_ref()),
                said_as(place.map(|place| &place.name)),
                said_as(place.and_then(|place| place.country.as_ref())),
                measured(place.and_then(|place| place.lat)),
                measured(place.and_then(|place| place.lon)),
                said_as(Some(actors.join("; "))),
                measured(event.goldstein),
                measured(deaths.map(f64::from)),
                said_as(Some(event.review)),
                said_as(Some(event.verification)),
                said_as(Some(event.tags.join("; "))),
            ],
        }
    }

    /// An actor as a node of [`ACTORS`].
    pub fn of_actor(name: &str, kind: ActorKind, events: u64) -> Node {
        Node {
            id: name.to_owned(),
            label: name.to_owned(),
            span: Bounds::default(),
            values: vec![said_as(Some(kind)), Value::Number(events as f64)],
        }
    }
}

impl Edge {
    /// A link as an edge of [`EVENTS`].
    pub fn of_link(link: &Link<String>) -> Edge {
        Edge {
            from: link.from.clone(),
            to: link.to.clone(),
            label: link.relation.to_string(),
            weight: link.confidence,
            faint: link.state != LinkState::Accepted,
            values: vec![
                said_as(Some(link.relation)),
                said_as(Some(&link.rationale)),
                said_as(Some(&link.method)),
                said_as(Some(link.state)),
            ],
        }
    }

    /// So many shared events, of this mean Goldstein score, as an edge of [`ACTORS`].
    pub fn of_actors(first: &str, second: &str, events: u64, goldstein: Option<f64>) -> Edge {
        Edge {
            from: first.to_owned(),
            to: second.to_owned(),
            label: "with".to_owned(),
            weight: events as f64,
            faint: false,
            values: vec![measured(goldstein)],
        }
    }
}

/// Events and links written as a graph.
pub(super) fn of_events<'w>(
    out: &'w mut dyn Write,
    start: Start,
) -> io::Result<Box<dyn Export + 'w>> {
    Ok(Box::new(OfEvents(start(out, &EVENTS)?)))
}

struct OfEvents<'w>(Box<dyn GraphFile + 'w>);

impl Export for OfEvents<'_> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.0.node(&Node::of_event(event))
    }

    fn link(&mut self, link: &Link<String>) -> io::Result<()> {
        self.0.edge(&Edge::of_link(link))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.finish()
    }
}

/// The node's days by the names that files give them.
pub(super) fn days(span: &Bounds) -> impl Iterator<Item = (&'static str, NaiveDate)> {
    let named = [("start", span.earliest), ("end", span.latest)];
    named.into_iter().filter_map(|(name, day)| Some((name, day?)))
}

/// Attributes beside their values, as far as these are known.
pub(super) fn said<'v>(
    attributes: &'static [Attribute],
    values: &'v [Value],
) -> impl Iterator<Item = (usize, &'static str, &'v Value)> {
    let named = attributes.iter().zip(values).enumerate();
    named.filter(|(_, (_, value))| **value != Value::None).map(|(i, (a, v))| (i, a.name, v))
}

/// Text as XML has it, in content and between double quotes.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

impl Value {
    /// The value as text, numbers with a point.
    pub(super) fn shown(&self) -> String {
        match self {
            Value::None => String::new(),
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
        }
    }
}
