/// Numbers as a row of bars, one character each; empty where there are none.
///
/// ```
/// assert_eq!(annalist::render::spark(&[0, 1, 4, 8]), " ▁▄█");
/// ```
pub fn spark(counts: &[u32]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = counts.iter().copied().max().unwrap_or(0);
    let bar = |&count: &u32| match (u64::from(count) * 8).checked_div(u64::from(most)) {
        _ if count == 0 => ' ',
        Some(eighths) => BARS[(eighths.max(1) as usize - 1).min(7)],
        None => ' ',
    };
    counts.iter().map(bar).collect()
}
