use crate::Desk;
use insta::assert_snapshot;

#[test]
fn options_come_from_the_file_the_environment_and_the_command_line() {
    let desk = Desk::with_talks();
    desk.file(
        "own.toml",
        "author = \"Ana\"\nquiet = true\ntrusted = [\"UCDP\", \"Reuters\"]\n\n[list]\nlimit = 2\n",
    );
    let rows = |arguments: &[&str]| desk.ok(arguments).lines().count();
    assert_eq!(rows(&["list"]), 7);
    assert_eq!(rows(&["--config", "own.toml", "list"]), 3);
    assert_eq!(rows(&["--config", "own.toml", "list", "--limit", "1"]), 2);
    let mut command = desk.command(&["note", "e1", "Why there?"]);
    let output =
        command.env_remove("ANNALIST_AUTHOR").env("ANNALIST_CONFIG", "own.toml").output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    assert!(desk.ok(&["show", "e1"]).contains("Why there?  Ana "));
    assert_snapshot!(desk.ok(&["config", "--config", "own.toml", "--color=never"]), @r"
option      value          from
db          annalist.db    default
color       never          command line
quiet       true           own.toml
author      tester         $ANNALIST_AUTHOR
config      own.toml       command line
trusted     UCDP, Reuters  own.toml
list.limit  2              own.toml
");
    // The user's own, where it is looked for.
    std::fs::create_dir_all(desk.path("home/.config/annalist")).unwrap();
    desk.file("home/.config/annalist/config.toml", "[list]\nlimit = 1\n");
    let output = desk.command(&["list"]).env("HOME", desk.path("home")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
}

#[test]
fn what_a_configuration_cannot_set() {
    let desk = Desk::with_talks();
    let error = |text: &str| {
        desk.file("own.toml", text);
        desk.err(&["list", "--config", "own.toml"])
    };
    assert_snapshot!(error("autor = \"Ana\""), @"error: own.toml: unknown option autor; did you mean author?");
    assert_snapshot!(error("[lst]\nlimit = 3"), @"error: own.toml: unknown command lst; did you mean list?");
    assert_snapshot!(error("[list]\nrule = \"latest\""), @"error: own.toml: unknown option rule; `annalist --help` lists them");
    assert_snapshot!(error("db = \n"), @"error: own.toml:1:6: string values must be quoted, expected literal string");
    assert_snapshot!(error("db = { a = 1 }"), @"error: own.toml: unknown command db; `annalist --help` lists them");
    assert_snapshot!(error("limit = \"few\""), @r#"error: own.toml: limit cannot be "few"; see `--help` for it"#);
    assert_snapshot!(desk.err(&["list", "--config", "none.toml"]), @"error: none.toml: cannot read the configuration: No such file or directory (os error 2)");
}
