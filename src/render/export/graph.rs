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
    /// What is said of each node besides its label and time.
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
    nodes: &[text("kind"), number("events")],
    edges: &[number("goldstein")],
};

impl Node {
    /// An event as a node of [`EVENTS`].
    pub fn of_event(event: &Event) -> Node {
        let place = event.place.as_ref();
        let actors: Vec<String> =
            event.actors.iter().map(|actor| format!("{} ({})", actor.name, actor.role)).collect();
        let deaths = event.deaths.and_then(|deaths| deaths.best.or(deaths.high).or(deaths.low));
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

#[cfg(test)]
mod tests {
    use super::super::{ALL, Format};
    use super::*;
    use crate::domain::{Kind, Relation};

    fn written(format: &Format) -> String {
        let mut bytes = Vec::new();
        {
            let mut export = (format.start)(&mut bytes).unwrap();
            let mut event = Event::new("Talks <in> \"Geneva\" & \u{1}Київ\nagain\\", Kind::Consult);
            event.uid = "a:1".to_owned();
            event.date = "2025-11-23/2025-11-24".parse().ok();
            event.goldstein = Some(1.0);
            export.event(&event).unwrap();
            event.uid = "a:\"2\\".to_owned();
            event.date = "../2025-12".parse().ok();
            event.goldstein = None;
            export.event(&event).unwrap();
            export
                .link(&Link {
                    from: event.uid.clone(),
                    to: "a:1".to_owned(),
                    relation: Relation::Follows,
                    confidence: 0.9,
                    rationale: "Second <round>".to_owned(),
                    method: "analyst".to_owned(),
                    state: LinkState::Suggested,
                })
                .unwrap();
            export.finish().unwrap();
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn text_is_escaped() {
        for format in ALL.iter().filter(|format| format.graph.is_some()) {
            let text = written(format);
            assert!(!text.contains('\u{1}'), "{}: {text}", format.name);
            assert!(text.contains("Київ"), "{}: {text}", format.name);
        }
    }

    #[test]
    fn gexf_has_spans() {
        insta::assert_snapshot!(written(&super::super::gexf::FORMAT), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <gexf xmlns="http://gexf.net/1.3" version="1.3">
          <graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval">
            <attributes class="node">
              <attribute id="0" title="kind" type="string"/>
              <attribute id="1" title="quad_class" type="string"/>
              <attribute id="2" title="modality" type="string"/>
              <attribute id="3" title="date" type="string"/>
              <attribute id="4" title="place" type="string"/>
              <attribute id="5" title="country" type="string"/>
              <attribute id="6" title="lat" type="double"/>
              <attribute id="7" title="lon" type="double"/>
              <attribute id="8" title="actors" type="string"/>
              <attribute id="9" title="goldstein" type="double"/>
              <attribute id="10" title="deaths" type="double"/>
              <attribute id="11" title="review" type="string"/>
              <attribute id="12" title="verification" type="string"/>
              <attribute id="13" title="tags" type="string"/>
            </attributes>
            <attributes class="edge">
              <attribute id="0" title="relation" type="string"/>
              <attribute id="1" title="rationale" type="string"/>
              <attribute id="2" title="method" type="string"/>
              <attribute id="3" title="state" type="string"/>
            </attributes>
            <nodes>
              <node id="a:1" label="Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ
        again\" start="2025-11-23" end="2025-11-24"><attvalues><attvalue for="0" value="consult"/><attvalue for="1" value="verbal cooperation"/><attvalue for="2" value="actual"/><attvalue for="3" value="2025-11-23/2025-11-24"/><attvalue for="9" value="1"/><attvalue for="11" value="accepted"/><attvalue for="12" value="unverified"/></attvalues></node>
              <node id="a:&quot;2\" label="Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ
        again\" end="2025-12-31"><attvalues><attvalue for="0" value="consult"/><attvalue for="1" value="verbal cooperation"/><attvalue for="2" value="actual"/><attvalue for="3" value="../2025-12"/><attvalue for="11" value="accepted"/><attvalue for="12" value="unverified"/></attvalues></node>
            </nodes>
            <edges>
              <edge id="a:&quot;2\ follows a:1" source="a:&quot;2\" target="a:1" label="follows" weight="0.9"><attvalues><attvalue for="0" value="follows"/><attvalue for="1" value="Second &lt;round&gt;"/><attvalue for="2" value="analyst"/><attvalue for="3" value="suggested"/></attvalues></edge>
            </edges>
          </graph>
        </gexf>
        "#);
    }

    #[test]
    fn graphml_declares_what_it_says() {
        insta::assert_snapshot!(written(&super::super::graphml::FORMAT), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
          <key id="label" for="node" attr.name="label" attr.type="string"/>
          <key id="start" for="node" attr.name="start" attr.type="string"/>
          <key id="end" for="node" attr.name="end" attr.type="string"/>
          <key id="n0" for="node" attr.name="kind" attr.type="string"/>
          <key id="n1" for="node" attr.name="quad_class" attr.type="string"/>
          <key id="n2" for="node" attr.name="modality" attr.type="string"/>
          <key id="n3" for="node" attr.name="date" attr.type="string"/>
          <key id="n4" for="node" attr.name="place" attr.type="string"/>
          <key id="n5" for="node" attr.name="country" attr.type="string"/>
          <key id="n6" for="node" attr.name="lat" attr.type="double"/>
          <key id="n7" for="node" attr.name="lon" attr.type="double"/>
          <key id="n8" for="node" attr.name="actors" attr.type="string"/>
          <key id="n9" for="node" attr.name="goldstein" attr.type="double"/>
          <key id="n10" for="node" attr.name="deaths" attr.type="double"/>
          <key id="n11" for="node" attr.name="review" attr.type="string"/>
          <key id="n12" for="node" attr.name="verification" attr.type="string"/>
          <key id="n13" for="node" attr.name="tags" attr.type="string"/>
          <key id="weight" for="edge" attr.name="weight" attr.type="double"/>
          <key id="e0" for="edge" attr.name="relation" attr.type="string"/>
          <key id="e1" for="edge" attr.name="rationale" attr.type="string"/>
          <key id="e2" for="edge" attr.name="method" attr.type="string"/>
          <key id="e3" for="edge" attr.name="state" attr.type="string"/>
          <graph id="G" edgedefault="directed">
            <node id="a:1"><data key="label">Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ
        again\</data><data key="start">2025-11-23</data><data key="end">2025-11-24</data><data key="n0">consult</data><data key="n1">verbal cooperation</data><data key="n2">actual</data><data key="n3">2025-11-23/2025-11-24</data><data key="n9">1</data><data key="n11">accepted</data><data key="n12">unverified</data></node>
            <node id="a:&quot;2\"><data key="label">Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ
        again\</data><data key="end">2025-12-31</data><data key="n0">consult</data><data key="n1">verbal cooperation</data><data key="n2">actual</data><data key="n3">../2025-12</data><data key="n11">accepted</data><data key="n12">unverified</data></node>
            <edge source="a:&quot;2\" target="a:1"><data key="weight">0.9</data><data key="e0">follows</data><data key="e1">Second &lt;round&gt;</data><data key="e2">analyst</data><data key="e3">suggested</data></edge>
          </graph>
        </graphml>
        "#);
    }

    #[test]
    fn dot_quotes() {
        insta::assert_snapshot!(written(&super::super::dot::FORMAT), @r#"
        digraph annalist {
          rankdir=LR;
          node [shape=box];
          "a:1" [label="Talks <in> \"Geneva\" &amp; �Київ again\\", start="2025-11-23", end="2025-11-24", kind="consult", quad_class="verbal cooperation", modality="actual", date="2025-11-23/2025-11-24", goldstein="1", review="accepted", verification="unverified"];
          "a:\"2\\" [label="Talks <in> \"Geneva\" &amp; �Київ again\\", end="2025-12-31", kind="consult", quad_class="verbal cooperation", modality="actual", date="../2025-12", review="accepted", verification="unverified"];
          "a:\"2\\" -> "a:1" [label="follows", confidence=0.9, style=dashed, relation="follows", rationale="Second <round>", method="analyst", state="suggested"];
        }
        "#);
    }

    #[test]
    fn node_link_is_json() {
        insta::assert_snapshot!(written(&super::super::node_link::FORMAT), @r#"
        {"directed":true,"multigraph":true,"graph":{},
        "nodes":[
        {"date":"2025-11-23/2025-11-24","end":"2025-11-24","goldstein":1.0,"id":"a:1","kind":"consult","label":"Talks <in> \"Geneva\" & \u0001Київ\nagain\\","modality":"actual","quad_class":"verbal cooperation","review":"accepted","start":"2025-11-23","verification":"unverified"},
        {"date":"../2025-12","end":"2025-12-31","id":"a:\"2\\","kind":"consult","label":"Talks <in> \"Geneva\" & \u0001Київ\nagain\\","modality":"actual","quad_class":"verbal cooperation","review":"accepted","verification":"unverified"}
        ],
        "edges":[
        {"key":"follows","method":"analyst","rationale":"Second <round>","relation":"follows","source":"a:\"2\\","state":"suggested","target":"a:1","weight":0.9}
        ]}
        "#);
    }

    #[test]
    fn an_empty_graph_is_a_graph() {
        for format in ALL.iter().filter(|format| format.graph.is_some()) {
            let mut bytes = Vec::new();
            (format.start)(&mut bytes).unwrap().finish().unwrap();
            assert!(!bytes.is_empty(), "{}", format.name);
        }
    }
}
