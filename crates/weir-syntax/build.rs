//! Generates the parser from `src/grammar.lalrpop`, nothing else.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=src/grammar.lalrpop");
    lalrpop::process_src()?;
    Ok(())
}
