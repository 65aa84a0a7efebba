//! How one event stands to another, and how probably: a multinomial logistic regression over the
//! evidence (Cox 1958, doi:10.1111/j.2517-6161.1958.tb00292.x; Theil 1969, doi:10.2307/2525642).
//! Its weights are in `data/coding/relations.csv`, a row for each number of the evidence and a column
//! for each relation; `benches/links` fits them to the curated links.

use super::evidence;
use crate::domain::Relation;
use std::sync::LazyLock;

/// The weights of each relation; those of none come first.
#[derive(Debug)]
struct Weights {
    relations: Vec<Option<Relation>>,
    bias: Vec<f64>,
    /// For each number of the evidence, a weight for each relation.
    of: Vec<Vec<f64>>,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let table = include_str!("../../../data/coding/relations.csv");
    let table = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    let names = evidence::names();
    let mut weights =
        Weights { relations: Vec::new(), bias: Vec::new(), of: vec![Vec::new(); names.len()] };
    for row in table.into_records().filter_map(Result::ok) {
        let mut cells = row.iter();
        let Some(name) = cells.next() else { continue };
        let numbers: Vec<f64> = cells.clone().filter_map(|cell| cell.parse().ok()).collect();
        match name {
            "relation" => weights.relations = cells.map(|cell| cell.parse().ok()).collect(),
            "bias" => weights.bias = numbers,
            _ => {
                if let Some(at) = names.iter().position(|known| known == name) {
                    weights.of[at] = numbers;
                }
            }
        }
    }
    weights
});

/// The probability of each relation from a later event to an earlier one, and of none, by what
/// speaks for it.
pub(super) fn probabilities(evidence: &[f64]) -> impl Iterator<Item = (Option<Relation>, f64)> {
    let weights = &*WEIGHTS;
    let mut sums = weights.bias.clone();
    for (number, of) in evidence.iter().zip(&weights.of).filter(|(number, _)| **number != 0.0) {
        for (sum, weight) in sums.iter_mut().zip(of) {
            *sum += number * weight;
        }
    }
    let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = sums.iter().map(|sum| (sum - most).exp()).collect();
    let all: f64 = powers.iter().sum();
    weights.relations.iter().copied().zip(powers.into_iter().map(move |power| power / all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_weight_for_every_relation() {
        let weights = &*WEIGHTS;
        assert_eq!(weights.relations.first(), Some(&None));
        assert!(weights.relations.iter().skip(1).all(Option::is_some));
        assert_eq!(weights.bias.len(), weights.relations.len());
        for (name, of) in evidence::names().iter().zip(&weights.of) {
            assert_eq!(of.len(), weights.relations.len(), "{name}");
        }
    }

    #[test]
    fn probabilities_sum_to_one() {
        let evidence = vec![0.5; evidence::names().len()];
        let sum: f64 = probabilities(&evidence).map(|(_, p)| p).sum();
        assert!((sum - 1.0).abs() < 1e-9);
    }
}
