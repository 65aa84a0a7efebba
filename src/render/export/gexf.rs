//! GEXF 1.3, Gephi's own format, with the days of each node for its timeline:
//! <https://gexf.net/1.3/>.

use super::Format;
use super::graph::{self, Attribute, Edge, GraphFile, Node, Shape, Value, days, said, xml};
use std::io::{self, Write};

/// GEXF.
pub const FORMAT: Format = Format {
    name: "gexf",
    about: "events and their links as GEXF with time spans, for Gephi",
    start: |out, _| graph::of_events(out, start),
    graph: Some(start),
    report: false,
};

fn start<'w>(out: &'w mut dyn Write, shape: &'static Shape) -> io::Result<Box<dyn GraphFile + 'w>> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<gexf xmlns="http://gexf.net/1.3" version="1.3">"#)?;
    let directed = if shape.directed { "directed" } else { "undirected" };
    let mode = match shape.dated {
        true => r#"mode="dynamic" timeformat="date" timerepresentation="interval""#,
        false => r#"mode="static""#,
    };
    writeln!(out, r#"  <graph {mode} defaultedgetype="{directed}">"#)?;
    declare(out, "node", shape.nodes)?;
    declare(out, "edge", shape.edges)?;
    writeln!(out, "    <nodes>")?;
    Ok(Box::new(Gexf { out, shape, among_edges: false }))
}

fn declare(out: &mut dyn Write, of: &str, attributes: &[Attribute]) -> io::Result<()> {
    writeln!(out, r#"    <attributes class="{of}">"#)?;
    for (i, Attribute { name, is_number }) in attributes.iter().enumerate() {
        let kind = if *is_number { "double" } else { "string" };
        writeln!(out, r#"      <attribute id="{i}" title="{name}" type="{kind}"/>"#)?;
    }
    writeln!(out, "    </attributes>")
}

struct Gexf<'w> {
    out: &'w mut dyn Write,
    shape: &'static Shape,
    among_edges: bool,
}

impl Gexf<'_> {
    fn values(&mut self, attributes: &'static [Attribute], values: &[Value]) -> io::Result<()> {
        write!(self.out, "<attvalues>")?;
        for (i, _, value) in said(attributes, values) {
            write!(self.out, r#"<attvalue for="{i}" value="{}"/>"#, xml(&value.shown()))?;
        }
        write!(self.out, "</attvalues>")
    }

    fn begin_edges(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.among_edges, true) {
            writeln!(self.out, "    </nodes>\n    <edges>")?;
        }
        Ok(())
    }
}

impl GraphFile for Gexf<'_> {
    fn node(&mut self, node: &Node) -> io::Result<()> {
        let (id, label) = (xml(&node.id), xml(&node.label));
        write!(self.out, r#"      <node id="{id}" label="{label}""#)?;
        for (name, day) in days(&node.span) {
            write!(self.out, r#" {name}="{day}""#)?;
        }
        write!(self.out, ">")?;
        self.values(self.shape.nodes, &node.values)?;
        writeln!(self.out, "</node>")
    }

    fn edge(&mut self, edge: &Edge) -> io::Result<()> {
        self.begin_edges()?;
        let (from, to, label) = (xml(&edge.from), xml(&edge.to), xml(&edge.label));
        write!(
            self.out,
            r#"      <edge id="{from} {label} {to}" source="{from}" target="{to}" label="{label}" weight="{}">"#,
            edge.weight
        )?;
        self.values(self.shape.edges, &edge.values)?;
        writeln!(self.out, "</edge>")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.begin_edges()?;
        writeln!(self.out, "    </edges>\n  </graph>\n</gexf>")?;
        self.out.flush()
    }
}
