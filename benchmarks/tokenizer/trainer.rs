//! A byte-level BPE trainer as it is usually written in Rust, to be raced against: unique pieces with their
//! counts, counts of pairs, for each pair the set of pieces to look at when it merges, and a max-heap whose
//! entries are put right when they come up. GPT-2's split pattern by hand, no crate but std, one thread.
//!
//! Usage: `trainer FILE VOCAB_SIZE [MERGES]`; prints `{"ids":…,"pieces":…}` and, if asked, writes the merges.
use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::fs;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::Write;

/// The hash of rustc's own tables: fast, not safe from attackers, which a trainer need not be.
#[derive(Default)]
struct Fx(u64);
impl Hasher for Fx {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.write_u64(u64::from_le_bytes(chunk.try_into().unwrap()));
        }
        let mut last = 0u64;
        for &byte in chunks.remainder() {
            last = last << 8 | byte as u64;
        }
        self.write_u64(last);
    }
    fn write_u8(&mut self, n: u8) {
        self.write_u64(n as u64);
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(n as u64);
    }
    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}
type Map<K, V> = HashMap<K, V, BuildHasherDefault<Fx>>;
type Set<K> = HashSet<K, BuildHasherDefault<Fx>>;
type Pair = (u32, u32);

#[derive(PartialEq, Clone, Copy)]
enum Class {
    Letter,
    Number,
    Space,
    Other,
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Number,
            b' ' | 9..=13 => Class::Space,
            _ => Class::Other,
        };
    }
    match c {
        c if c.is_whitespace() => Class::Space,
        c if c.is_alphabetic() => Class::Letter,
        c if c.is_numeric() => Class::Number,
        _ => Class::Other,
    }
}

/// Where the piece at the start of the text ends: `'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
fn piece(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes[0] == b'\'' && bytes.len() > 1 {
        match bytes[1] {
            b's' | b'd' | b'm' | b't' => return 2,
            _ if matches!(bytes.get(1..3), Some(b"ll" | b"ve" | b"re")) => return 3,
            _ => {}
        }
    }
    let skip = (bytes[0] == b' ') as usize;
    if let Some(first) = text[skip..].chars().next() {
        let kind = class(first);
        if kind != Class::Space {
            let mut end = skip;
            for c in text[skip..].chars() {
                if class(c) != kind {
                    break;
                }
                end += c.len_utf8();
            }
            return end;
        }
    }
    // White space: all of it at the end of the text, else all but the last character, or that one alone.
    let (mut end, mut before) = (0, 0);
    for c in text.chars() {
        if class(c) != Class::Space {
            return if before == 0 { end } else { before };
        }
        before = end;
        end += c.len_utf8();
    }
    end
}

/// GPT-2's order: printable bytes of Latin-1 first, then the others.
fn base_ids() -> ([u32; 256], Vec<u8>) {
    let printable = |b: &u8| (33..=126).contains(b) || (161..=172).contains(b) || *b >= 174;
    let mut order: Vec<u8> = (0..=255).filter(printable).collect();
    order.extend((0..=255u8).filter(|b| !printable(b)));
    let mut ids = [0; 256];
    for (id, &byte) in order.iter().enumerate() {
        ids[byte as usize] = id as u32;
    }
    (ids, order)
}

#[derive(PartialEq, Eq)]
struct Candidate {
    count: i64,
    pair: Pair,
}
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.count.cmp(&other.count).then_with(|| other.pair.cmp(&self.pair))
    }
}
impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct Word {
    ids: Vec<u32>,
    count: i64,
}
impl Word {
    /// Merges a pair everywhere in the word and tells which pairs are fewer and which are more.
    fn merge(&mut self, pair: Pair, id: u32, changed: &mut Vec<(Pair, i64)>) {
        changed.clear();
        let (mut from, mut to) = (0, 0);
        while from < self.ids.len() {
            if from + 1 < self.ids.len() && (self.ids[from], self.ids[from + 1]) == pair {
                if to > 0 {
                    changed.push(((self.ids[to - 1], pair.0), -1));
                    changed.push(((self.ids[to - 1], id), 1));
                }
                changed.push((pair, -1));
                if from + 2 < self.ids.len() {
                    changed.push(((pair.1, self.ids[from + 2]), -1));
                    changed.push(((id, self.ids[from + 2]), 1));
                }
                self.ids[to] = id;
                from += 2;
            } else {
                self.ids[to] = self.ids[from];
                from += 1;
            }
            to += 1;
        }
        self.ids.truncate(to);
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = fs::read_to_string(&args[1]).expect("the text must be UTF-8");
    let vocab: u32 = args[2].parse().expect("the vocabulary's size must be a number");

    let mut counts: Map<&str, i64> = Map::default();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (head, tail) = rest.split_at(piece(rest));
        *counts.entry(head).or_insert(0) += 1;
        rest = tail;
    }
    let (byte_ids, order) = base_ids();
    let pieces = counts.len();
    let mut words: Vec<Word> = counts
        .iter()
        .map(|(piece, &count)| Word { ids: piece.bytes().map(|b| byte_ids[b as usize]).collect(), count })
        .collect();

    let mut pair_counts: Map<Pair, i64> = Map::default();
    let mut places: Map<Pair, Set<u32>> = Map::default();
    for (i, word) in words.iter().enumerate() {
        for two in word.ids.windows(2) {
            let pair = (two[0], two[1]);
            *pair_counts.entry(pair).or_insert(0) += word.count;
            places.entry(pair).or_default().insert(i as u32);
        }
    }
    let mut heap: BinaryHeap<Candidate> =
        pair_counts.iter().map(|(&pair, &count)| Candidate { count, pair }).collect();

    let mut tokens: Vec<Vec<u8>> = order.iter().map(|&b| vec![b]).collect();
    let mut known: Map<Vec<u8>, u32> = tokens.iter().cloned().zip(0..).collect();
    let mut merges: Vec<Pair> = Vec::new();
    let mut changed = Vec::new();
    let mut fresh: Map<Pair, Set<u32>> = Map::default();
    while (tokens.len() as u32) < vocab {
        let Some(Candidate { count, pair }) = heap.pop() else { break };
        let now = pair_counts.get(&pair).copied().unwrap_or(0);
        if now != count {
            if now > 0 {
                heap.push(Candidate { count: now, pair });
            }
            continue;
        }
        if count <= 0 {
            break;
        }
        let mut joined = tokens[pair.0 as usize].clone();
        joined.extend(&tokens[pair.1 as usize]);
        let id = *known.entry(joined.clone()).or_insert(tokens.len() as u32);
        if id == tokens.len() as u32 {
            tokens.push(joined);
        }
        merges.push(pair);
        for i in places.remove(&pair).unwrap_or_default() {
            let word = &mut words[i as usize];
            word.merge(pair, id, &mut changed);
            let count = word.count;
            for &(pair, delta) in &changed {
                *pair_counts.entry(pair).or_insert(0) += delta * count;
                if delta > 0 {
                    fresh.entry(pair).or_default().insert(i);
                }
            }
        }
        pair_counts.remove(&pair);
        for (pair, set) in fresh.drain() {
            let count = pair_counts[&pair];
            if count > 0 {
                heap.push(Candidate { count, pair });
            }
            places.entry(pair).or_default().extend(set);
        }
    }
    if let Some(path) = args.get(3) {
        let mut file = std::io::BufWriter::new(fs::File::create(path).expect("the merges must have a place"));
        for (left, right) in &merges {
            writeln!(file, "{left} {right}").expect("the merges must be written");
        }
    }
    println!("{{\"ids\":{},\"pieces\":{}}}", tokens.len(), pieces);
}
