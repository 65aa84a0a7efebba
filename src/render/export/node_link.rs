//! JSON with nodes and edges, as networkx's `node_link_graph` reads it and d3's forces take it
//! (`forceLink(data.edges).id(d => d.id)`).

use super::Format;
use super::graph::{self, Attribute, Edge, GraphFile, Node, Shape, Value, days, said};
use serde_json::{Map, Value as Json};
use std::io::{self, Write};

/// Node-link JSON.
pub const FORMAT: Format = Format {
    name: "node-link",
    about: "events and their links as JSON with nodes and edges, for d3, networkx",
    start: |out, _| graph::of_events(out, start),
    graph: Some(start),
    report: false,
};

fn start<'w>(out: &'w mut dyn Write, shape: &'static Shape) -> io::Result<Box<dyn GraphFile + 'w>> {
    let directed = shape.directed;
    write!(
        out,
        "{{\"directed\":{directed},\"multigraph\":{directed},\"graph\":{{}},\n\"nodes\":["
    )?;
    Ok(Box::new(NodeLink { out, shape, among_edges: false, first: true }))
}

struct NodeLink<'w> {
    out: &'w mut dyn Write,
    shape: &'static Shape,
    among_edges: bool,
    first: bool,
}

impl NodeLink<'_> {
    fn write(&mut self, record: &Map<String, Json>) -> io::Result<()> {
        let first = std::mem::replace(&mut self.first, false);
        self.out.write_all(if first { b"\n" } else { b",\n" })?;
        Ok(serde_json::to_writer(&mut *self.out, record)?)
    }

    fn begin_edges(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.among_edges, true) {
            self.first = true;
            self.out.write_all(b"\n],\n\"edges\":[")?;
        }
        Ok(())
    }
}

fn add(record: &mut Map<String, Json>, attributes: &'static [Attribute], values: &[Value]) {
    for (_, name, value) in said(attributes, values) {
        let value = match value {
            Value::None => Json::Null,
            Value::Text(text) => Json::from(text.as_str()),
            Value::Number(number) => Json::from(*number),
        };
        record.insert(name.to_owned(), value);
    }
}

impl GraphFile for NodeLink<'_> {
    fn node(&mut self, node: &Node) -> io::Result<()> {
        let mut record = Map::new();
        record.insert("id".to_owned(), Json::from(node.id.as_str()));
        record.insert("label".to_owned(), Json::from(node.label.as_str()));
        for (name, day) in days(&node.span) {
            record.insert(name.to_owned(), Json::from(day.to_string()));
        }
        add(&mut record, self.shape.nodes, &node.values);
        self.write(&record)
    }

    fn edge(&mut self, edge: &Edge) -> io::Result<()> {
        self.begin_edges()?;
        let mut record = Map::new();
        record.insert("source".to_owned(), Json::from(edge.from.as_str()));
        record.insert("target".to_owned(), Json::from(edge.to.as_str()));
        if self.shape.directed {
            record.insert("key".to_owned(), Json::from(edge.label.as_str()));
        }
        record.insert("weight".to_owned(), Json::from(edge.weight));
        add(&mut record, self.shape.edges, &edge.values);
        self.write(&record)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.begin_edges()?;
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}
