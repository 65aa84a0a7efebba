//! GraphML, an XML format for graphs that yEd, Gephi, Cytoscape, igraph and networkx read:
//! Brandes, Eiglsperger, Herman, Himsolt and Marshall, "GraphML progress report", Graph Drawing
//! 2001, <http://graphml.graphdrawing.org/>.

use super::Format;
use super::graph::{self, Attribute, Edge, GraphFile, Node, Shape, Value, days, said, xml};
use std::io::{self, Write};

/// GraphML.
pub const FORMAT: Format = Format {
    name: "graphml",
    about: "events and their links as GraphML, for yEd, Gephi, igraph, networkx",
    start: |out, _| graph::of_events(out, start),
    graph: Some(start),
    report: false,
};

fn start<'w>(out: &'w mut dyn Write, shape: &'static Shape) -> io::Result<Box<dyn GraphFile + 'w>> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
    let days: &[&str] = if shape.dated { &["start", "end"] } else { &[] };
    for name in ["label"].iter().chain(days) {
        key(out, name, "node", name, "string")?;
    }
    for (i, attribute) in shape.nodes.iter().enumerate() {
        key(out, &format!("n{i}"), "node", attribute.name, kind(attribute))?;
    }
    key(out, "weight", "edge", "weight", "double")?;
    for (i, attribute) in shape.edges.iter().enumerate() {
        key(out, &format!("e{i}"), "edge", attribute.name, kind(attribute))?;
    }
    let directed = if shape.directed { "directed" } else { "undirected" };
    writeln!(out, r#"  <graph id="G" edgedefault="{directed}">"#)?;
    Ok(Box::new(GraphMl { out, shape }))
}

fn kind(attribute: &Attribute) -> &'static str {
    if attribute.is_number { "double" } else { "string" }
}

fn key(out: &mut dyn Write, id: &str, of: &str, name: &str, kind: &str) -> io::Result<()> {
    writeln!(out, r#"  <key id="{id}" for="{of}" attr.name="{name}" attr.type="{kind}"/>"#)
}

struct GraphMl<'w> {
    out: &'w mut dyn Write,
    shape: &'static Shape,
}

impl GraphMl<'_> {
    fn data(&mut self, key: &str, value: &str) -> io::Result<()> {
        write!(self.out, r#"<data key="{key}">{}</data>"#, xml(value))
    }

    fn all(
        &mut self,
        of: char,
        attributes: &'static [Attribute],
        values: &[Value],
    ) -> io::Result<()> {
        for (i, _, value) in said(attributes, values) {
            self.data(&format!("{of}{i}"), &value.shown())?;
        }
        Ok(())
    }
}

impl GraphFile for GraphMl<'_> {
    fn node(&mut self, node: &Node) -> io::Result<()> {
        write!(self.out, r#"    <node id="{}">"#, xml(&node.id))?;
        self.data("label", &node.label)?;
        for (name, day) in days(&node.span) {
            self.data(name, &day.to_string())?;
        }
        self.all('n', self.shape.nodes, &node.values)?;
        writeln!(self.out, "</node>")
    }

    fn edge(&mut self, edge: &Edge) -> io::Result<()> {
        let (from, to) = (xml(&edge.from), xml(&edge.to));
        write!(self.out, r#"    <edge source="{from}" target="{to}">"#)?;
        self.data("weight", &edge.weight.to_string())?;
        self.all('e', self.shape.edges, &edge.values)?;
        writeln!(self.out, "</edge>")
    }

    fn finish(&mut self) -> io::Result<()> {
        writeln!(self.out, "  </graph>\n</graphml>")?;
        self.out.flush()
    }
}
