//! The numbers behind a chart, for those who want to check it or draw it again.

use crate::domain::Kind;
use crate::report::view::{
    Activity, Calendar, Dyads, Lanes, Map, Mark, Network, Score, Sort, Storyline, Timeline, Tone,
};
use serde_json::{Value, json};

/// A table of numbers and words.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// As many values a row as there are columns.
    pub rows: Vec<Vec<Value>>,
}

impl Numbers {
    fn new<const N: usize>(columns: [&str; N], rows: impl Iterator<Item = [Value; N]>) -> Numbers {
        Numbers {
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.map(|row| row.to_vec()).collect(),
        }
    }

    /// As CSV with a header; nothing where there is no value.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn to_csv(&self) -> std::io::Result<Vec<u8>> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(&self.columns).map_err(std::io::Error::other)?;
        for row in &self.rows {
            let fields = row.iter().map(|value| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            out.write_record(fields).map_err(std::io::Error::other)?;
        }
        out.into_inner().map_err(|e| std::io::Error::other(e.to_string()))
    }

    /// As a JSON array with an object a row.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn to_json(&self) -> std::io::Result<Vec<u8>> {
        let objects: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let fields = self.columns.iter().cloned().zip(row.iter().cloned());
                Value::Object(fields.collect::<serde_json::Map<String, Value>>())
            })
            .collect();
        let mut out = serde_json::to_vec_pretty(&objects)?;
        out.push(b'\n');
        Ok(out)
    }
}

fn of_mark(mark: &Mark) -> [Value; 5] {
    [
        json!(mark.id.to_string()),
        json!(mark.date),
        json!(mark.kind),
        json!(mark.modality),
        json!(mark.title),
    ]
}

pub(crate) fn timeline(view: &Timeline) -> Numbers {
    let columns = ["id", "date", "kind", "modality", "title"];
    Numbers::new(columns, view.marks.iter().map(of_mark))
}

pub(crate) fn lanes(view: &Lanes) -> Numbers {
    let rows = view.lanes.iter().flat_map(|lane| {
        lane.marks.iter().map(|mark| {
            let [id, date, kind, modality, title] = of_mark(mark);
            [json!(lane.name), id, date, kind, modality, title]
        })
    });
    Numbers::new(["actor", "id", "date", "kind", "modality", "title"], rows)
}

pub(crate) fn activity(view: &Activity) -> Numbers {
    let columns = ["first", "last", "total"].map(str::to_owned).into_iter();
    let kinds = Kind::ALL.iter().map(|kind| kind.to_string());
    let rows = view.bars.iter().map(|bar| {
        let days = [json!(bar.first), json!(bar.last), json!(bar.total())];
        days.into_iter().chain(bar.kinds.iter().map(|n| json!(n))).collect()
    });
    Numbers { columns: columns.chain(kinds).collect(), rows: rows.collect() }
}

/// A number without the noise of its last digits.
fn rounded(x: Option<f64>) -> Value {
    x.map_or(Value::Null, |x| json!((x * 10_000.0).round() / 10_000.0))
}

pub(crate) fn tone(view: &Tone) -> Numbers {
    let columns = ["first", "last", "events", "scored", "mean", "smooth", "low", "high"];
    let none = Score::default();
    let rows = view.smooth.iter().map(|(first, last, smooth)| {
        let own =
            view.points.iter().find(|point| point.0 == *first).map_or(&none, |point| &point.2);
        let (mean, margin) = (smooth.mean(), smooth.margin());
        let edge = |sign: f64| mean.zip(margin).map(|(mean, margin)| mean + sign * margin);
        [
            json!(first),
            json!(last),
            json!(own.events),
            json!(own.scored),
            rounded(own.mean()),
            rounded(mean),
            rounded(edge(-1.0)),
            rounded(edge(1.0)),
        ]
    });
    Numbers::new(columns, rows)
}

pub(crate) fn dyads(view: &Dyads) -> Numbers {
    let rows = view.cells.iter().map(|cell| {
        [
            json!(view.names[cell.from]),
            json!(view.names[cell.to]),
            json!(cell.score.events),
            json!(cell.score.scored),
            rounded(cell.score.mean()),
        ]
    });
    Numbers::new(["from", "to", "events", "scored", "mean"], rows)
}

pub(crate) fn calendar(view: &Calendar) -> Numbers {
    Numbers::new(["day", "events"], view.days.iter().map(|(day, n)| [json!(day), json!(n)]))
}

pub(crate) fn network(view: &Network) -> Numbers {
    let name = |at: usize| match view.nodes[at].sort {
        Sort::Actor(_) => json!(view.nodes[at].name),
        Sort::Event(id, _) => json!(id.to_string()),
    };
    let rows = view.edges.iter().map(|edge| {
        let between = edge.relation.is_none();
        let events = if between { json!(edge.score.events) } else { Value::Null };
        let mean = rounded(edge.score.mean());
        [name(edge.from), name(edge.to), json!(edge.relation), events, mean]
    });
    Numbers::new(["from", "to", "relation", "events", "mean"], rows)
}

pub(crate) fn map(view: &Map) -> Numbers {
    let columns = ["first", "last", "place", "lat", "lon", "radius_km", "events", "scored", "mean"];
    let columns = columns.map(str::to_owned).into_iter();
    let kinds = Kind::ALL.iter().map(|kind| kind.to_string());
    let rows = view.panels.iter().flat_map(|panel| {
        let (first, last) = panel.span.unzip();
        panel.spots.iter().map(move |spot| {
            let told = [
                json!(first),
                json!(last),
                json!(spot.name),
                json!(spot.lat),
                json!(spot.lon),
                json!(spot.radius_km),
                json!(spot.score.events),
                json!(spot.score.scored),
                rounded(spot.score.mean()),
            ];
            told.into_iter().chain(spot.kinds.iter().map(|n| json!(n))).collect()
        })
    });
    Numbers { columns: columns.chain(kinds).collect(), rows: rows.collect() }
}

pub(crate) fn story(view: &Storyline) -> Numbers {
    let mut after: Vec<Vec<String>> = vec![Vec::new(); view.marks.len()];
    for arc in &view.arcs {
        after[arc.from].push(format!("{} {}", arc.relation, view.marks[arc.to].id));
    }
    let mut actors: Vec<Vec<&str>> = vec![Vec::new(); view.marks.len()];
    for thread in &view.threads {
        thread.marks.iter().for_each(|at| actors[*at].push(&thread.name));
    }
    let rows = view.marks.iter().zip(after).zip(actors).map(|((mark, after), actors)| {
        let [id, date, kind, modality, title] = of_mark(mark);
        [id, date, kind, modality, title, json!(after.join("; ")), json!(actors.join("; "))]
    });
    Numbers::new(["id", "date", "kind", "modality", "title", "links", "actors"], rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_csv_and_as_json() {
        let numbers = Numbers::new(
            ["name", "n", "mean"],
            [
                [json!("a, \"b\""), json!(3), Value::Null],
                [json!("c"), json!(0), rounded(Some(1.5))],
            ]
            .into_iter(),
        );
        let text = |bytes: std::io::Result<Vec<u8>>| String::from_utf8(bytes.unwrap()).unwrap();
        insta::assert_snapshot!(text(numbers.to_csv()), @r#"
        name,n,mean
        "a, ""b""",3,
        c,0,1.5
        "#);
        let json: Value = serde_json::from_str(&text(numbers.to_json())).unwrap();
        assert_eq!(json[0]["mean"], Value::Null);
        assert_eq!(json[1], json!({"name": "c", "n": 0, "mean": 1.5}));
    }
}
