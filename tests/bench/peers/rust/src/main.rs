//! The peers of run_peers.py that are crates: names-peers KIND NAMES ARTICLES
//! COUNT.  KIND is daachorse, daachorse-corpus or aho-corasick.
//!
//! Says as JSON how the search was built, then answers commands, a line each:
//!     round N           the median of N passes over COUNT articles
//!     spans FILE COUNT  ARTICLE<TAB>BEGIN<TAB>END of the first articles
//! A match counts when no letter, digit or underscore stands before or behind
//! it.  Time is the thread's CPU time.

use std::io::{BufRead, BufWriter, Write};

use aho_corasick::{AhoCorasick, MatchKind};
use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder};

// Articles behind those that are searched, to fit the automaton to.
const CORPUS_ARTICLES: usize = 300;

enum Searcher {
    Daachorse(DoubleArrayAhoCorasick<u32>),
    AhoCorasick(AhoCorasick),
}

impl Searcher {
    fn new(kind: &str, names: &[&str], corpus: &[&str]) -> Searcher {
        let daachorse = DoubleArrayAhoCorasickBuilder::new()
            .match_kind(daachorse::MatchKind::LeftmostLongest);
        match kind {
            "daachorse" => Searcher::Daachorse(daachorse.build(names).expect("builds")),
            "daachorse-corpus" => {
                Searcher::Daachorse(daachorse.corpus(corpus).build(names).expect("builds"))
            }
            "aho-corasick" => Searcher::AhoCorasick(
                AhoCorasick::builder()
                    .match_kind(MatchKind::LeftmostLongest)
                    .build(names)
                    .expect("builds"),
            ),
            _ => panic!("no peer {kind}"),
        }
    }

    fn search(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        match self {
            Searcher::Daachorse(automaton) => {
                for m in automaton.leftmost_find_iter(text) {
                    if is_bounded(text, m.start(), m.end()) {
                        found(m.start(), m.end());
                    }
                }
            }
            Searcher::AhoCorasick(automaton) => {
                for m in automaton.find_iter(text) {
                    if is_bounded(text, m.start(), m.end()) {
                        found(m.start(), m.end());
                    }
                }
            }
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_bounded(text: &str, begin: usize, end: usize) -> bool {
    !text[..begin].chars().next_back().is_some_and(is_word)
        && !text[end..].chars().next().is_some_and(is_word)
}

fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: time is valid to write to for the call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// What is resident, without memory that was freed.
fn resident_bytes() -> u64 {
    // SAFETY: gives free memory back and touches nothing else.
    unsafe { libc::malloc_trim(0) };
    let statm = std::fs::read_to_string("/proc/self/statm").expect("/proc is there");
    let pages: u64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

fn pass(searcher: &Searcher, articles: &[&str]) -> (f64, u64) {
    let begin = cpu_seconds();
    let mut matches = 0;
    for text in articles {
        searcher.search(text, |_, _| matches += 1);
    }
    (cpu_seconds() - begin, matches)
}

fn round(searcher: &Searcher, articles: &[&str], passes: usize) {
    let mut results: Vec<(f64, u64)> = (0..passes).map(|_| pass(searcher, articles)).collect();
    results.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (seconds, matches) = results[passes / 2];
    let bytes: usize = articles.iter().map(|a| a.len()).sum();
    println!(r#"{{"seconds": {seconds}, "bytes": {bytes}, "matches": {matches}}}"#);
}

fn write_spans(searcher: &Searcher, articles: &[&str], path: &str) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    for (number, text) in articles.iter().enumerate() {
        let mut lines = String::new();
        searcher.search(text, |begin, end| {
            lines += &format!("{number}\t{begin}\t{end}\n");
        });
        out.write_all(lines.as_bytes())?;
    }
    out.flush()?;
    println!(r#"{{"articles": {}}}"#, articles.len());
    Ok(())
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, kind, names, articles, count] = &arguments[..] else {
        panic!("usage: names-peers KIND NAMES ARTICLES COUNT");
    };
    let names = std::fs::read_to_string(names)?;
    let names: Vec<&str> = names.lines().collect();
    let text = std::fs::read_to_string(articles)?;
    let all: Vec<&str> = text.split_terminator('\0').collect();
    let count: usize = count.parse().expect("a number");
    let (articles, rest) = all.split_at(count.min(all.len()));
    let corpus = &rest[..CORPUS_ARTICLES.min(rest.len())];

    let before = resident_bytes();
    let begin = cpu_seconds();
    let searcher = Searcher::new(kind, &names, corpus);
    let build_s = cpu_seconds() - begin;
    let grown = resident_bytes().saturating_sub(before);
    println!(r#"{{"build_s": {build_s}, "bytes": {grown}}}"#);
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["round", passes] => round(&searcher, articles, passes.parse().expect("a number")),
            ["spans", path, count] => {
                let count: usize = count.parse().expect("a number");
                write_spans(&searcher, &articles[..count.min(articles.len())], path)?;
            }
            _ => panic!("no command {line}"),
        }
    }
    Ok(())
}
