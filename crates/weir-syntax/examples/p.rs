#![allow(clippy::all, clippy::restriction, missing_docs)]
fn main() { let t = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap(); let p = weir_syntax::parse(&t);
 for e in &p.errors { let li = weir_syntax::LineIndex::new(&t); println!("{:?} {:?}", li.line_column(&t, e.span.start), e); }
 println!("{} items {} tokens", p.file.items.len(), p.tokens.len());
 if std::env::args().nth(2).is_some() { println!("{:#?}", p.file); } }
