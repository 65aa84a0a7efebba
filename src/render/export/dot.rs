//! DOT, the language of Graphviz: <https://graphviz.org/doc/info/lang.html>.

use super::Format;
use super::graph::{self, Edge, GraphFile, Node, Shape, Value, days, said};
use std::io::{self, Write};

/// DOT.
pub const FORMAT: Format = Format {
    name: "dot",
    about: "events and their links as DOT, which Graphviz draws",
    start: |out, _| graph::of_events(out, start),
    graph: Some(start),
    report: false,
};

fn start<'w>(out: &'w mut dyn Write, shape: &'static Shape) -> io::Result<Box<dyn GraphFile + 'w>> {
    writeln!(out, "{} annalist {{", if shape.directed { "digraph" } else { "graph" })?;
    writeln!(out, "  rankdir=LR;\n  node [shape=box];")?;
    Ok(Box::new(Dot { out, shape }))
}

struct Dot<'w> {
    out: &'w mut dyn Write,
    shape: &'static Shape,
}

impl GraphFile for Dot<'_> {
    fn node(&mut self, node: &Node) -> io::Result<()> {
        let label = shown(&node.label);
        write!(self.out, "  {} [label={label}", quoted(&node.id))?;
        for (name, day) in days(&node.span) {
            write!(self.out, ", {name}=\"{day}\"")?;
        }
        for (_, name, value) in said(self.shape.nodes, &node.values) {
            write!(self.out, ", {name}={}", quoted(&value.shown()))?;
        }
        writeln!(self.out, "];")
    }

    fn edge(&mut self, edge: &Edge) -> io::Result<()> {
        let arrow = if self.shape.directed { "->" } else { "--" };
        let (from, to) = (quoted(&edge.from), quoted(&edge.to));
        write!(self.out, "  {from} {arrow} {to} [")?;
        if self.shape.directed {
            write!(self.out, "label={}, confidence={}", shown(&edge.label), edge.weight)?;
        } else {
            // Dot's own weights are whole numbers, which pull nodes together.
            write!(self.out, "weight={0}, label={0}", edge.weight.round())?;
        }
        if edge.faint {
            write!(self.out, ", style=dashed")?;
        }
        for (_, name, value) in said(self.shape.edges, &edge.values) {
            let value = match value {
                Value::Number(number) => number.to_string(),
                other => quoted(&other.shown()),
            };
            write!(self.out, ", {name}={value}")?;
        }
        writeln!(self.out, "];")
    }

    fn finish(&mut self) -> io::Result<()> {
        writeln!(self.out, "}}")?;
        self.out.flush()
    }
}

/// Text between quotes. Backslashes are doubled, so that none of them stands before the last quote
/// and none starts one of Graphviz's own signs.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text that is drawn, in which Graphviz takes `&lt;` and the like for the characters they name.
fn shown(text: &str) -> String {
    quoted(&text.replace('&', "&amp;"))
}
