//! Network: actors joined by the events they share, or events joined by their links, laid out by
//! forces from a fixed start, so that the same view gives the same picture.

use super::Canvas;
use super::font::Weight;
use super::force;
use super::frame::{self, Legend, Sizes};
use super::labels::{Name, Taken};
use super::mark;
use super::phrases::{
    ACTORS, CONFLICT, COOPERATION, EVENTS, LINKS, MEAN_TONE, MORE, MORE_ACTORS, MORE_LINKED,
    NO_SCORE, TOGETHER, UNLABELLED,
};
use super::scene::{Data, Point, Rect, Scene};
use super::style::{Family, Outline, Rgb, Theme};
use crate::domain::{ActorKind, Class, Modality};
use crate::report::view::{Edge, Network, Node, Sort};

/// Most nodes that are drawn.
const MOST: usize = 120;
/// A node for so many square pixels of the plot at most.
const ROOM: f64 = 7_000.0;

/// Lays a network out.
pub(crate) fn scene(view: &Network, canvas: &Canvas) -> Scene {
    let mut scene = Scene::new(canvas);
    let (width, height, lang) = (scene.width, scene.height, scene.lang);
    let sizes = Sizes::of(width, height);
    let among_events = matches!(view.nodes.first().map(|node| node.sort), Some(Sort::Event(..)));
    let count = view.nodes.len().min(MOST).min((width * height * 0.7 / ROOM) as usize);
    let nodes = &view.nodes[..count];
    let mut edges: Vec<&Edge> =
        view.edges.iter().filter(|edge| edge.from < count && edge.to < count).collect();
    // The thin ones first, so that the thick ones lie on top.
    edges.sort_by_key(|edge| (edge.score.events, edge.from, edge.to));
    let mut legend = Legend::default();
    explain(&mut legend, nodes, &edges, &scene);
    let top = frame::head(&mut scene, &view.caption, &legend, sizes);
    let bottom = height - frame::foot_height(sizes) - sizes.small;
    let plot = Rect::new(sizes.margin, top, width - sizes.margin, bottom);
    let mut notes = Vec::new();
    if nodes.is_empty() {
        frame::empty(&mut scene, plot, &frame::why_empty(&view.caption, lang), sizes);
    } else {
        let drawn = Drawn::new(nodes, &edges, plot, sizes);
        let unnamed = drawn.draw(&mut scene);
        let what = if among_events { EVENTS } else { ACTORS };
        notes.push(lang.count(count as u64, what));
        if among_events {
            notes.push(lang.count(edges.len() as u64, LINKS));
        }
        if unnamed > 0 {
            notes.push(lang.fill(UNLABELLED, &[&lang.number(unnamed as u64)]));
        }
        if count < view.nodes.len() {
            let hidden = (view.nodes.len() - count) as u64;
            let more = if among_events { MORE_LINKED } else { MORE_ACTORS };
            notes.push(lang.fill(MORE, &[&lang.count(hidden, more)]));
        }
    }
    frame::foot(&mut scene, &view.caption, &notes, sizes);
    describe(&mut scene, view);
    scene
}

/// What signs and lines mean.
fn explain(legend: &mut Legend, nodes: &[Node], edges: &[&Edge], scene: &Scene) {
    let (theme, lang) = (scene.theme, scene.lang);
    for kind in ActorKind::ALL {
        if nodes.iter().any(|node| node.sort == Sort::Actor(*kind)) {
            let (rgb, outline) = look(theme, Sort::Actor(*kind));
            legend.sign(outline, rgb, lang.actor_kind(*kind));
        }
    }
    for node in nodes {
        if let Sort::Event(_, kind) = node.sort {
            legend.note_kind(kind);
        }
    }
    for edge in edges {
        if let Some(relation) = edge.relation {
            legend.note_arc(Family::of(relation), false);
        }
    }
    if edges.iter().any(|edge| edge.relation.is_none()) {
        legend.words(lang.say(TOGETHER));
        for (tone, phrase) in [(-7.0, CONFLICT), (0.0, MEAN_TONE), (7.0, COOPERATION)] {
            legend.line(theme.tone(tone), lang.say(phrase));
        }
        if edges.iter().any(|edge| edge.score.scored == 0) {
            legend.line(theme.line, lang.say(NO_SCORE));
        }
    }
}

/// The colour and shape of a node.
fn look(theme: &Theme, sort: Sort) -> (Rgb, Outline) {
    let (class, outline) = match sort {
        Sort::Event(_, kind) => return (theme.of(kind), super::style::outline(kind)),
        Sort::Actor(ActorKind::Country) => (Class::VerbalCooperation, Outline::Circle),
        Sort::Actor(ActorKind::Government) => (Class::VerbalCooperation, Outline::Diamond),
        Sort::Actor(ActorKind::Organisation) => (Class::MaterialCooperation, Outline::Square),
        Sort::Actor(ActorKind::ArmedGroup) => (Class::MaterialConflict, Outline::Up),
        Sort::Actor(ActorKind::Person) => (Class::VerbalConflict, Outline::Circle),
        Sort::Actor(ActorKind::Company) => (Class::Neutral, Outline::Hexagon),
        Sort::Actor(ActorKind::Other) => (Class::Neutral, Outline::Circle),
    };
    (theme.class(class), outline)
}

/// Nodes and edges at their places.
struct Drawn<'a> {
    nodes: &'a [Node],
    edges: &'a [&'a Edge],
    at: Vec<Point>,
    radius: Vec<f64>,
    area: Rect,
    size: f64,
}

impl<'a> Drawn<'a> {
    fn new(nodes: &'a [Node], edges: &'a [&'a Edge], plot: Rect, sizes: Sizes) -> Drawn<'a> {
        let most = nodes.iter().map(|node| node.count).max().unwrap_or(1).max(1) as f64;
        let big = (plot.width() * plot.height() / nodes.len() as f64).sqrt() * 0.16;
        let radius: Vec<f64> = nodes
            .iter()
            .map(|node| 3.5 + big.min(24.0) * (node.count as f64 / most).sqrt())
            .collect();
        let bonds: Vec<(usize, usize, f64)> = edges
            .iter()
            .map(|edge| (edge.from, edge.to, (edge.score.events.max(1) as f64).ln_1p()))
            .collect();
        // A few nodes stand near each other, not in the corners of the sheet.
        let part = (0.3 + nodes.len() as f64 * 0.06).min(1.0);
        let centre = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
        let (wide, high) = (plot.width() / 2.0 - 60.0, plot.height() / 2.0 - 26.0);
        let inner = Rect::new(
            centre.0 - wide * part,
            centre.1 - high * part,
            centre.0 + wide * part,
            centre.1 + high * part,
        );
        let at = force::layout(&radius, &bonds, inner);
        Drawn { nodes, edges, at, radius, area: plot, size: sizes.small }
    }

    /// Draws all; how many nodes found no room for a name comes back.
    fn draw(&self, scene: &mut Scene) -> usize {
        let theme = scene.theme;
        let most = self.edges.iter().map(|edge| edge.score.events).max().unwrap_or(1).max(1) as f64;
        for edge in self.edges {
            self.draw_edge(scene, edge, most);
        }
        for (at, node) in self.nodes.iter().enumerate() {
            let (rgb, outline) = look(theme, node.sort);
            let (tooltip, data) = told(node, scene);
            let (middle, radius) = (self.at[at], self.radius[at]);
            scene.group(tooltip, data, |scene| match node.sort {
                Sort::Event(_, kind) => {
                    mark::symbol(scene, middle, radius, kind, Modality::Actual, rgb);
                }
                Sort::Actor(_) => {
                    mark::shape(scene, middle, radius + 1.2, outline, theme.paper);
                    mark::shape(scene, middle, radius, outline, rgb);
                }
            });
        }
        self.draw_names(scene)
    }

    fn draw_edge(&self, scene: &mut Scene, edge: &Edge, most: f64) {
        let theme = scene.theme;
        let (from, to) = (self.at[edge.from], self.at[edge.to]);
        let n = edge.score.events as f64;
        let (rgb, width, alpha) = match edge.relation {
            Some(relation) => (theme.link(Family::of(relation)), 1.3, 0.8),
            None => {
                let rgb = edge.score.mean().map_or(theme.line, |mean| theme.tone(mean));
                let part = (n / most.max(10.0)).sqrt();
                // Very many lines drawn strongly are a smear.
                let strong = (180.0 / self.edges.len() as f64).clamp(0.3, 1.0);
                (rgb, 0.7 + 4.5 * part, (0.3 + 0.45 * part) * strong)
            }
        };
        let names = (&self.nodes[edge.from].name, &self.nodes[edge.to].name);
        let (tooltip, data) = match edge.relation {
            Some(relation) => (
                format!("{} — {relation} — {}", names.0, names.1),
                vec![("relation", relation.to_string())],
            ),
            None => {
                let mean = edge.score.mean();
                let tone = mean.map_or(String::new(), |m| format!(", {}", scene.lang.decimal(m)));
                let n = scene.lang.count(edge.score.events, EVENTS);
                let data: Data = vec![
                    ("from", names.0.clone()),
                    ("to", names.1.clone()),
                    ("events", edge.score.events.to_string()),
                ];
                (format!("{} – {}: {n}{tone}", names.0, names.1), data)
            }
        };
        // Lines end at the rim of their nodes, where an arrowhead can be seen.
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy).max(0.01);
        let along = |d: f64| (from.0 + dx * d / length, from.1 + dy * d / length);
        let start = along(self.radius[edge.from].min(length / 2.0));
        let end = along((length - self.radius[edge.to] - 1.5).max(length / 2.0));
        scene.group(tooltip, data, |scene| {
            scene.path(vec![start, end], width, rgb, alpha);
            if edge.relation.is_some_and(|relation| !relation.is_symmetric()) {
                super::arcs::head(scene, &[start, start, end], rgb);
            }
        });
    }

    /// Writes names beside their nodes where these cover no other node or name, the weightiest
    /// first; how many found no room comes back.
    fn draw_names(&self, scene: &mut Scene) -> usize {
        let mut taken = Taken::new(self.area);
        self.at.iter().zip(&self.radius).for_each(|(at, r)| taken.take_disc(*at, *r));
        let mut unnamed = 0;
        for (at, node) in self.nodes.iter().enumerate() {
            let event = matches!(node.sort, Sort::Event(..));
            let size = self.size * if at < 12 && !event { 1.08 } else { 0.95 };
            let weight = if at < 12 && !event { Weight::Semibold } else { Weight::Regular };
            let room = if event { (size * 13.0, 3) } else { (size * 14.0, 2) };
            let name = Name::new(&node.name, room, size, weight);
            if !taken.beside(scene, &name, (self.at[at], self.radius[at]), at) {
                unnamed += 1;
            }
        }
        unnamed
    }
}

/// Tooltip and data of a node.
fn told(node: &Node, scene: &Scene) -> (String, Data) {
    let lang = scene.lang;
    match node.sort {
        Sort::Actor(kind) => (
            format!("{}: {}, {}", node.name, lang.actor_kind(kind), lang.count(node.count, EVENTS)),
            vec![
                ("actor", node.name.clone()),
                ("kind", kind.to_string()),
                ("events", node.count.to_string()),
            ],
        ),
        Sort::Event(id, kind) => (
            format!("{}: {}, {} ({id})", node.name, lang.kind(kind), lang.count(node.count, LINKS)),
            vec![
                ("id", id.to_string()),
                ("kind", kind.to_string()),
                ("links", node.count.to_string()),
            ],
        ),
    }
}

/// The text alternative.
fn describe(scene: &mut Scene, view: &Network) {
    let told: Vec<String> =
        view.nodes.iter().take(20).map(|node| format!("{} ({})", node.name, node.count)).collect();
    let lang = scene.lang;
    let among_events = matches!(view.nodes.first().map(|node| node.sort), Some(Sort::Event(..)));
    let what = if among_events { EVENTS } else { ACTORS };
    scene.title.clone_from(&view.caption.title);
    scene.description =
        format!("{}: {}.", lang.count(view.nodes.len() as u64, what), told.join(", "));
}
