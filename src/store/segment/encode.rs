//! A batch, or some of its rows, as the columns of a segment.

use super::batch::{Batch, Lists};
use super::blob::{compress, decompress};
use super::form::{self, When, WhenKey};
use super::intern::Words;
use super::lexicon::{Lexicon, Text};
use super::pack::Pack;
use super::words::each_stem;
use super::{ALL_FIELDS, ColumnId, Field, Layer, Meta, Owner, codes, column};
use crate::domain::Role;

/// Whose the rows are.
pub(in crate::store) enum Owners<'a> {
    /// New events, numbered from the first on in the order of their dates.
    New {
        /// The first's number.
        first: i64,
        /// The change that tells them.
        change: i64,
    },
    /// Events that have numbers, one for each row.
    Known(&'a [Owner]),
}

/// The actor that a word of the participations means.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Meant {
    pub(in crate::store) id: i64,
    /// The name it is shown under.
    pub(in crate::store) name: String,
}

/// A segment ready to be written.
pub(in crate::store) struct Encoded {
    /// All but its number.
    pub(in crate::store) meta: Meta,
    pub(in crate::store) columns: Vec<(ColumnId, Vec<u8>)>,
    /// The pages of its lexicon, each under its first stem.
    pub(in crate::store) pages: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Encoded {
    /// The dates of its dictionary.
    pub(in crate::store) fn whens(&self) -> Option<Vec<When>> {
        let (_, bytes) = self.columns.iter().find(|(id, _)| *id == Field::When.words())?;
        Words::decode(&decompress(bytes)?)?.iter().map(When::unpack).collect()
    }
}

impl Batch {
    /// These rows of the batch as a segment; none if they are none. `actors` are those that the
    /// words of the participations mean.
    pub(in crate::store) fn encode(
        &self,
        layer: Layer,
        rows: &[u32],
        owners: &Owners,
        actors: &[Meant],
    ) -> Option<Encoded> {
        let id = |i: usize| match owners {
            Owners::New { .. } => 0,
            Owners::Known(known) => known[i].id,
        };
        let (order, whens) = self.by_date(rows, id);
        let at = |i: &usize| rows[*i] as usize;
        let owner = |place: usize, i: usize| match owners {
            Owners::New { first, change } => Owner { id: first + place as i64, change: *change },
            Owners::Known(known) => known[i],
        };
        let owned: Vec<Owner> =
            order.iter().enumerate().map(|(place, i)| owner(place, *i)).collect();
        let mut columns = Vec::new();
        let mut lexicon = Lexicon::default();
        for field in ALL_FIELDS {
            let given = &self.fields[field as usize];
            let picked = order.iter().map(|i| given.codes[at(i)]);
            let (numbers, words) = gathered(picked, given.words.words());
            match field {
                Field::Title => told(&mut lexicon, Text::Title, &words, title_texts),
                Field::Place => told(&mut lexicon, Text::Place, &words, place_texts),
                Field::Tags => told(&mut lexicon, Text::Tags, &words, tag_texts),
                _ => {}
            }
            columns.push((field.codes(), codes::encode(&numbers)));
            columns.push((field.words(), words.encode()));
        }
        let order: Vec<u32> = order.iter().map(|i| rows[*i]).collect();
        let parts = self.parts.gather(&order);
        columns.push((column::PART_COUNTS, codes::encode(&parts.counts)));
        columns.push((column::PART_CODES, codes::encode(&parts.codes)));
        let meant = |code: usize| &actors[parts.old[code] as usize];
        let actors = (0..parts.words.len()).map(|code| meant(code).id as u64);
        columns.push((column::PART_ACTORS, codes::encode(&actors.collect::<Vec<_>>())));
        let mut roles = Vec::with_capacity(parts.words.len());
        for (code, word) in parts.words.iter().enumerate() {
            let (role, name, surface) = form::names_of_part(word).unwrap_or_default();
            roles.push(role);
            // What is merely mentioned is not found by its name.
            if usize::from(role) != Role::Mentioned as usize {
                let proper = Some(meant(code).name.as_str()).filter(|proper| *proper != name);
                for text in [Some(name), surface, proper].into_iter().flatten() {
                    each_stem(text, &mut |stem| lexicon.add(stem, Text::Parts, code as u32));
                }
            }
        }
        columns.push((column::PART_ROLES, roles));
        columns.push((column::PART_WORDS, parts.words.encode()));
        let citations = self.citations.gather(&order);
        told(&mut lexicon, Text::Citations, &citations.words, citation_texts);
        columns.push((column::CITATION_COUNTS, codes::encode(&citations.counts)));
        columns.push((column::CITATION_CODES, codes::encode(&citations.codes)));
        columns.push((column::CITATION_WORDS, citations.words.encode()));
        let each = |of: &[u64]| order.iter().map(|row| of[*row as usize]).collect::<Vec<_>>();
        columns.push((column::NUMBERS, codes::encode(&each(&self.numbers))));
        columns.push((column::DIGESTS, codes::encode(&each(&self.digests))));
        let each = |of: fn(&Owner) -> i64| owned.iter().map(|o| of(o) as u64).collect::<Vec<_>>();
        columns.push((column::IDS, codes::encode(&each(|owner| owner.id))));
        columns.push((column::CHANGES, codes::encode(&each(|owner| owner.change))));
        columns.push((column::EXTRAS, self.extras_of(&order)));
        let columns = columns.into_iter().map(|(id, bytes)| (id, compress(&bytes))).collect();

        let dated = || whens.iter().filter(|when| when.date.is_some());
        let day = |days: Option<Vec<i32>>| days.unwrap_or_default();
        let meta = Meta {
            id: 0,
            layer,
            rows: order.len(),
            first_id: owned.iter().map(|owner| owner.id).min()?,
            last_id: owned.iter().map(|owner| owner.id).max()?,
            first_day: day(dated().map(|when| when.earliest).collect()).into_iter().min(),
            last_day: day(dated().map(|when| when.latest).collect()).into_iter().max(),
            uids: self.uid_range(&order),
            first_change: owned.iter().map(|owner| owner.change).min()?,
            last_change: owned.iter().map(|owner| owner.change).max()?,
            hidden: 0,
        };
        Some(Encoded { meta, columns, pages: lexicon.pages() })
    }

    /// The places of the rows among themselves in the order of their dates and numbers, and the
    /// dates that they have.
    pub(super) fn by_date(
        &self,
        rows: &[u32],
        id: impl Fn(usize) -> i64,
    ) -> (Vec<usize>, Vec<When>) {
        let column = &self.fields[Field::When as usize];
        let words = column.words.words();
        let mut used = vec![false; words.len()];
        rows.iter().for_each(|row| used[column.codes[*row as usize] as usize] = true);
        let whens: Vec<Option<When>> = (words.iter().zip(&used))
            .map(|(word, used)| When::unpack(word).filter(|_| *used))
            .collect();
        let mut ranked: Vec<(Option<WhenKey>, usize)> =
            whens.iter().enumerate().map(|(i, w)| (w.as_ref().map(When::key), i)).collect();
        ranked.sort();
        let mut rank = vec![0; ranked.len()];
        for (place, (_, code)) in ranked.iter().enumerate() {
            rank[*code] = place;
        }
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|i| (rank[column.codes[rows[*i] as usize] as usize], id(*i)));
        (order, whens.into_iter().flatten().collect())
    }

    fn extras_of(&self, order: &[u32]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, column) in &self.extras {
            let code = |row: &u32| column.codes.get(*row as usize).copied().unwrap_or(0);
            if order.iter().all(|row| code(row) == 0) {
                continue;
            }
            let (numbers, words) = gathered(order.iter().map(code), column.words.words());
            let (numbers, words) = (codes::encode(&numbers), words.encode());
            let mut pack = Pack(&mut bytes);
            pack.text(name);
            for part in [numbers, words] {
                Pack(&mut bytes).number(part.len() as u64);
                bytes.extend_from_slice(&part);
            }
        }
        bytes
    }
}

/// The lists of some rows.
struct Gathered {
    counts: Vec<u32>,
    codes: Vec<u32>,
    words: Words,
    /// The number that each word had before.
    old: Vec<u32>,
}

impl Lists {
    fn gather(&self, order: &[u32]) -> Gathered {
        let mut starts = Vec::with_capacity(self.counts.len());
        let mut start = 0;
        for count in &self.counts {
            starts.push(start);
            start += *count as usize;
        }
        let of = |row: &u32| {
            let start = starts[*row as usize];
            &self.codes[start..start + self.counts[*row as usize] as usize]
        };
        let picked = order.iter().flat_map(of).copied();
        let mut old = Vec::new();
        let (codes, words) = gathered_with(picked, self.words.words(), |code| old.push(code));
        let counts = order.iter().map(|row| self.counts[*row as usize]).collect();
        Gathered { counts, codes, words, old }
    }
}

/// A column of the words that it has, in the order in which they first occur.
fn gathered(picked: impl Iterator<Item = u32>, words: &Words) -> (Vec<u32>, Words) {
    gathered_with(picked, words, |_| ())
}

fn gathered_with(
    picked: impl Iterator<Item = u32>,
    words: &Words,
    mut kept: impl FnMut(u32),
) -> (Vec<u32>, Words) {
    let mut new = vec![u32::MAX; words.len()];
    let mut used = Words::default();
    let codes = picked
        .map(|old| {
            let at = &mut new[old as usize];
            if *at == u32::MAX {
                *at = used.push(words.get(old).unwrap_or_default());
                kept(old);
            }
            *at
        })
        .collect();
    (codes, used)
}

/// Adds the texts in the words of a dictionary to a lexicon.
fn told(
    lexicon: &mut Lexicon,
    text: Text,
    words: &Words,
    texts: impl Fn(&[u8], &mut dyn FnMut(&str)),
) {
    for (code, word) in (0..).zip(words.iter()) {
        texts(word, &mut |found| {
            each_stem(found, &mut |stem| lexicon.add(stem, text, code));
        });
    }
}

/// The words of a title that are its own: the marks that stand for names part words.
fn title_texts(word: &[u8], each: &mut dyn FnMut(&str)) {
    if let Some(text) = word.get(1..).and_then(|text| std::str::from_utf8(text).ok()) {
        each(text);
    }
}

fn place_texts(word: &[u8], each: &mut dyn FnMut(&str)) {
    if let Some(place) = form::unpack_place(word).flatten() {
        each(&place.name);
        place.admin1.as_deref().into_iter().for_each(each);
    }
}

fn tag_texts(word: &[u8], each: &mut dyn FnMut(&str)) {
    form::unpack_tags(word).unwrap_or_default().iter().for_each(|tag| each(tag));
}

fn citation_texts(word: &[u8], each: &mut dyn FnMut(&str)) {
    let (title, quote) = form::texts_of_citation(word).unwrap_or_default();
    [title, quote].into_iter().flatten().for_each(each);
}
