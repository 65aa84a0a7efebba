//! The command line program: nothing but its exit code.

fn main() -> std::process::ExitCode {
    annalist::cli::main()
}
