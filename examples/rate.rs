use std::time::Instant;
fn main() {
    for arg in std::env::args().skip(1) {
        let (path, format) =
            arg.split_once('=').map_or((arg.as_str(), None), |(p, f)| (p, Some(f)));
        let t = Instant::now();
        let mut o = annalist::source::open(std::path::Path::new(path), format, None).unwrap();
        let mut raws = Vec::new();
        while let Some(r) = o.rows.next_raw() {
            raws.push(r);
        }
        let found = t.elapsed();
        let n = raws.len();
        let reader = o.rows.reader();
        let t = Instant::now();
        let (mut ok, mut bad) = (0, 0);
        for raw in raws {
            match raw.and_then(|r| annalist::source::read(&*reader, r)) {
                Ok(r) => {
                    ok += 1;
                    std::hint::black_box(r);
                }
                Err(_) => bad += 1,
            }
        }
        let read = t.elapsed();
        println!(
            "{path} {} rows {n} ok {ok} bad {bad}: find {:.2} M/s, read {:.2} M/s",
            o.format.name,
            n as f64 / found.as_secs_f64() / 1e6,
            n as f64 / read.as_secs_f64() / 1e6
        );
    }
}
