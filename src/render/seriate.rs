//! An order of things in which those that have much to do with each other stand together.

/// Orders `weights.len()` things so that heavy pairs are close: the sum of weight times distance is
/// low (minimum linear arrangement). Each thing goes where it adds least, the heaviest first; then
/// things move as long as that helps. The same weights give the same order.
///
/// `weights[i][j]` is how much i and j have to do with each other, the same both ways.
pub(crate) fn order(weights: &[Vec<f64>]) -> Vec<usize> {
    let n = weights.len();
    let mut heaviest: Vec<usize> = (0..n).collect();
    let total = |at: usize| weights[at].iter().sum::<f64>();
    heaviest.sort_by(|a, b| total(*b).total_cmp(&total(*a)).then(a.cmp(b)));
    let mut order: Vec<usize> = Vec::with_capacity(n);
    for at in heaviest {
        insert_best(&mut order, at, weights);
    }
    // A dozen rounds settle all but the most tangled.
    for _ in 0..12 {
        let before = cost(&order, weights);
        for at in 0..n {
            order.retain(|other| *other != at);
            insert_best(&mut order, at, weights);
        }
        if cost(&order, weights) >= before - 1e-9 {
            break;
        }
    }
    // Which end comes first is no matter of cost: the one with more to it.
    let half = |part: &[usize]| part.iter().map(|at| total(*at)).sum::<f64>();
    if half(&order[n - n / 2..]) > half(&order[..n / 2]) {
        order.reverse();
    }
    order
}

/// Puts one more thing where the cost grows least: by its own distances, and by one for each pair
/// that it comes between.
fn insert_best(order: &mut Vec<usize>, at: usize, weights: &[Vec<f64>]) {
    let n = order.len();
    let own = |place: usize| -> f64 {
        let far = |nth: usize| if nth < place { place - nth } else { nth - place + 1 };
        order.iter().enumerate().map(|(nth, other)| weights[at][*other] * far(nth) as f64).sum()
    };
    let (mut between, mut best) = (0.0, (f64::INFINITY, 0));
    for place in 0..=n {
        let grown = own(place) + between;
        if grown < best.0 - 1e-12 {
            best = (grown, place);
        }
        if let Some(passed) = order.get(place) {
            let bonds = |others: &[usize]| others.iter().map(|o| weights[*passed][*o]).sum::<f64>();
            between += bonds(&order[place + 1..]) - bonds(&order[..place]);
        }
    }
    order.insert(best.1, at);
}

fn cost(order: &[usize], weights: &[Vec<f64>]) -> f64 {
    let pairs = order.iter().enumerate().flat_map(|(i, a)| {
        order[i + 1..].iter().enumerate().map(move |(gap, b)| weights[*a][*b] * (gap + 1) as f64)
    });
    pairs.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_together() {
        // Two groups of four, their members shuffled, with one weak bond between.
        let group = |at: usize| at % 2;
        let bond = |a: usize, b: usize| if a != b && group(a) == group(b) { 1.0 } else { 0.0 };
        let mut weights: Vec<Vec<f64>> =
            (0..8).map(|a| (0..8).map(|b| bond(a, b)).collect()).collect();
        (weights[0][1], weights[1][0]) = (0.1, 0.1);
        let order = order(&weights);
        let groups: Vec<usize> = order.iter().map(|at| group(*at)).collect();
        assert!(groups[..4].iter().all(|g| *g == groups[0]), "{order:?}");
        let mut all = order;
        all.sort_unstable();
        assert_eq!(all, (0..8).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_has_an_order_too() {
        assert!(order(&[]).is_empty());
        assert_eq!(order(&[vec![0.0]]), [0]);
    }
}
