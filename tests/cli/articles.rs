//! Articles as they come in: saved pages, texts in any character set, feeds, folders of these.

use crate::Desk;
use insta::assert_snapshot;
use serde_json::Value;

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="en"><head><title>Envoys meet in Geneva - The Daily</title>
<meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2025-12-15T09:00:00Z">
<link rel="canonical" href="https://daily.example/envoys-meet">
</head><body><div class="menu"><a href="/">Home</a></div>
<article><h1>Envoys meet in Geneva</h1><p class="byline">By A. Writer</p>
<figure><img src="a.jpg"><figcaption>Russia attacked Poland, a placard said.</figcaption></figure>
<p>French and German officials met in Geneva on Sunday, and their talks lasted for more than five
hours, a spokesman said on Monday.</p>
<p>Turkey condemned the attack, and Iran will send aid to Syria next week, the ministry&rsquo;s
statement said.</p>
<ul><li><a href="/other">Russia attacked Ukraine with drones and missiles</a></li></ul>
</article></body></html>
"#;

/// The events that an import would propose.
fn drafts(desk: &Desk, file: &str) -> Vec<Value> {
    let lines = desk.ok(&["import", file, "--dry-run"]);
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// One line an event: date, kind, confidence, section, where the day of its article is from.
fn told(events: &[Value]) -> String {
    let lines = events.iter().map(|event| {
        let citation = &event["citations"][0];
        format!(
            "{} {} {} {} {} {}\n",
            event["date"].as_str().unwrap_or("undated"),
            event["kind"].as_str().expect("a kind"),
            event["confidence"],
            citation["section"].as_str().expect("a section"),
            citation["published"].as_str().unwrap_or("-"),
            citation["extras"]["dated_by"].as_str().unwrap_or("-"),
        )
    });
    lines.collect()
}

#[test]
fn a_saved_page_is_an_article() {
    let desk = Desk::new();
    desk.file("envoys.html", PAGE);
    let events = drafts(&desk, "envoys.html");
    assert_snapshot!(told(&events), @r"
2025-12-14 consult 0.75 body 2025-12-15 meta article:published_time
2025-12-15~ accuse 0.8 body 2025-12-15 meta article:published_time
2025-12-22/2025-12-28 agree 0.85 body 2025-12-15 meta article:published_time
undated assault 0.4 headlines 2025-12-15 meta article:published_time
");
    assert_eq!(events[0]["citations"][0]["publisher"], "The Daily");
    assert_eq!(events[0]["citations"][0]["url"], "https://daily.example/envoys-meet");
    assert_snapshot!(desk.said(&["import", "envoys.html"]), @"envoys.html: 4 read as html, 4 added, 0 updated, 0 unchanged, 0 rejected");
    // Who wrote it, what its day is from and where the quote stands are shown.
    let shown = desk.ok(&["show", "e4"]);
    let source: Vec<&str> =
        shown.lines().skip_while(|line| !line.starts_with("  source")).collect();
    assert_snapshot!(source.join("\n"), @r"
source      The Daily, Envoys meet in Geneva, by A. Writer, 2025-12-15 (meta article:published_time), https://daily.example/envoys-meet
            “Russia attacked Ukraine with drones and missiles”  bytes 301-349  in the headlines
");
    // Saved again with another advertisement it is the same article.
    desk.file(
        "again.html",
        PAGE.replace("<div class=\"menu\">", "<div class=\"ad\">Buy!</div><div>"),
    );
    assert_snapshot!(desk.said(&["import", "again.html"]), @"again.html: nothing new, 4 records as before");
    desk.ok(&["check"]);
}

#[test]
fn quotes_stand_in_the_text_that_the_hash_is_of() {
    use annalist::{extract::Extractor, ingest::Directory, source::hex};
    use sha2::{Digest, Sha256};
    let article = annalist::source::html::article(PAGE.as_bytes(), None).expect("an article");
    let events = Extractor::new(Directory::built_in().actors()).events(&article);
    let text = article.source.text.expect("a text");
    assert_eq!(article.source.hash, Some(hex(&Sha256::digest(&text))));
    let citations = events.iter().flat_map(|event| &event.citations);
    let mut quotes = 0;
    for citation in citations {
        let at = |offset: Option<u32>| offset.expect("an offset") as usize;
        let found = text.get(at(citation.start)..at(citation.end));
        assert_eq!(found, citation.quote.as_deref());
        assert_eq!(citation.hash, article.source.hash);
        quotes += 1;
    }
    assert!(quotes > 2);
}

#[test]
fn pages_that_hold_no_article() {
    let desk = Desk::new();
    desk.file("none.html", "<html><head><title>Empty</title></head><body></body></html>");
    desk.file("empty.html", "");
    desk.file("error.csv", "<!DOCTYPE html><html><title>404</title><p>Not found</p></html>");
    desk.file("deep.html", ["<html><body>", &"<div>".repeat(13 << 20)].concat());
    assert_snapshot!(desk.err(&["import", "none.html"]), @"error: none.html: the page has no text");
    assert_snapshot!(desk.err(&["import", "empty.html"]), @"error: empty.html: is empty");
    assert_snapshot!(desk.err(&["import", "error.csv"]).lines().next().expect("a line"), @"error: error.csv: is a web page, perhaps a server's error in place of a file; get the file again; name its format with --as if it is one of");
    assert_snapshot!(desk.err(&["import", "deep.html"]), @"error: deep.html: is no article: it has more than 64 MiB");
    desk.file("deep.html", ["<html><body>", &"<div>".repeat(1 << 20)].concat());
    assert_snapshot!(desk.err(&["import", "deep.html"]), @"error: deep.html: the page has no text");
}

#[test]
fn texts_in_other_character_sets() {
    let desk = Desk::new();
    let text = "Envoys meet\n\nFrançois’s envoys and German officials met in Geneva on 3 May 2024 – the talks, he said, «went well» for them.\n";
    desk.file("utf8.txt", text);
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    desk.file("latin.txt", &latin);
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    desk.file("wide.txt", &wide);
    let quote = |file: &str| {
        let events = drafts(&desk, file);
        events[0]["citations"][0].clone()
    };
    let plain = quote("utf8.txt");
    for (file, charset) in [("latin.txt", "windows-1252 (guessed)"), ("wide.txt", "UTF-16LE")] {
        let mut told = quote(file);
        assert_eq!(told["extras"]["charset"], charset);
        told.as_object_mut().expect("an object").remove("extras");
        // The hash too: the same text is the same source, whatever it was saved in.
        assert_eq!(told, plain, "{file}");
    }
    let mut damaged = text.as_bytes().to_vec();
    damaged.extend(b"It broke \xff off \xfe here.\n");
    desk.file("damaged.txt", damaged);
    assert_snapshot!(desk.said(&["import", "damaged.txt"]), @r"
damaged.txt: 1 read as text, 1 added, 0 updated, 0 unchanged, 0 rejected
warning: damaged.txt: 2 characters could not be read; each is U+FFFD in the text
");
}

#[test]
fn datasets_are_utf8() {
    let desk = Desk::new();
    let table = "title,kind,place\nПереговоры о прекращении огня,talks,Стамбул\n";
    desk.file("cyrillic.csv", encoding_rs::WINDOWS_1251.encode(table).0);
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    desk.file("wide.csv", wide);
    assert_snapshot!(desk.err(&["import", "cyrillic.csv"]), @r"
cyrillic.csv: 1 read as csv, 0 added, 0 updated, 0 unchanged, 1 rejected
warning: cyrillic.csv: line 2: byte 0 of the row is not UTF-8, perhaps windows-1251: convert the file first, as with iconv -f windows-1251 -t UTF-8
warning: 1 rejected records are in annalist.db.rejects.cyrillic.csv, each under its reason; mend and import it
error: cyrillic.csv: every record was rejected
");
    assert_snapshot!(desk.err(&["import", "wide.csv"]), @"error: wide.csv: is UTF-16; save it as UTF-8");
}

#[test]
fn a_feed_is_an_article_an_item() {
    let desk = Desk::new();
    let item = |title: &str, rest: &str| format!("<item><title>{title}</title>{rest}</item>\n");
    let feed = [
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>The Daily</title>\n",
        &item(
            "Envoys meet",
            "<guid>https://daily.example/1</guid><pubDate>Mon, 15 Dec 2025 08:00:00 GMT</pubDate>\
             <description>&lt;p&gt;French and German officials met in Geneva on Sunday.&lt;/p&gt;</description>",
        ),
        &item("Someday", "<pubDate>someday</pubDate>"),
        &item("Turkey condemned the attack by Russia", "<pubDate>2025-12-15T08:00:00Z</pubDate>"),
        "</channel></rss>\n",
    ]
    .concat();
    desk.file("news.xml", &feed);
    assert_snapshot!(told(&drafts(&desk, "news.xml")), @r"
2025-12-14 consult 0.75 body 2025-12-15 pubDate
2025-12-15~ accuse 0.72 title 2025-12-15 pubDate
");
    assert_snapshot!(desk.said(&["import", "news.xml"]), @r#"
news.xml: 3 read as rss, 2 added, 0 updated, 0 unchanged, 1 rejected
warning: news.xml: line 4: pubDate: "someday" is no date
warning: 1 rejected records are in annalist.db.rejects.news.xml, each under its reason; mend and import it
"#);
    assert_snapshot!(desk.said(&["import", "news.xml"]), @r#"
news.xml: 3 read as rss, 0 added, 0 updated, 2 unchanged, 1 rejected
warning: news.xml: line 4: pubDate: "someday" is no date
warning: 1 rejected records are in annalist.db.rejects.news.xml, each under its reason; mend and import it
"#);
    let rejects =
        std::fs::read_to_string(desk.path("annalist.db.rejects.news.xml")).expect("rejects");
    assert_snapshot!(rejects, @r#"
# line 4: pubDate: "someday" is no date
<item><title>Someday</title><pubDate>someday</pubDate></item>
"#);
    desk.ok(&["check"]);
}

#[test]
fn a_folder_is_one_import() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("news/2025/page_files")).expect("folders");
    let text = |day: u32, place: &str| {
        format!(
            "Title: Envoys meet\nPublished: 2025-12-15\n\nFrench and German officials met in {place} on {day} December 2025.\n"
        )
    };
    desk.file("news/2025/a.txt", text(10, "Geneva"));
    desk.file("news/2025/b.txt", encoding_rs::WINDOWS_1252.encode(&text(11, "Genève – Geneva")).0);
    desk.file("news/2025/page.html", PAGE);
    desk.file(
        "news/2025/page_files/ad.html",
        "<html><p>French officials met Iranian officials.</p></html>",
    );
    desk.file("news/2025/none.html", "<html></html>");
    desk.file("news/c.jsonl", "{\"id\":\"w-1\",\"published\":\"2025-12-15\",\"text\":\"Russia attacked Ukraine.\"}\n{\"id\":\"w-2\"}\n");
    desk.file("news/feed.xml", "<rss><channel><title>D</title><item><title>Turkey condemned Iran</title></item></channel></rss>");
    desk.file("news/events.csv", crate::TALKS);
    desk.file("news/photo.jpg", [0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1, 1, 1, 0, 96]);
    desk.file("news/.notes.txt", text(12, "Geneva"));
    assert_snapshot!(desk.said(&["import", "news/"]), @r"
warning: passed over news/photo.jpg: is no text: byte 4 is 0x00, and there are more like it; convert it first
news/: 10 read as articles, 8 added, 0 updated, 0 unchanged, 2 rejected
warning: news/: 2025/none.html: the page has no text
warning: news/: c.jsonl: line 2: text: an item needs one
warning: 2 rejected records are in annalist.db.rejects.news, each under its reason; mend and import it
news/events.csv: 6 read as csv, 6 added, 0 updated, 0 unchanged, 0 rejected
");
    assert_snapshot!(desk.said(&["import", "news"]), @r"
warning: passed over news/photo.jpg: is no text: byte 4 is 0x00, and there are more like it; convert it first
news: 10 read as articles, 0 added, 0 updated, 8 unchanged, 2 rejected
warning: news: 2025/none.html: the page has no text
warning: news: c.jsonl: line 2: text: an item needs one
warning: 2 rejected records are in annalist.db.rejects.news, each under its reason; mend and import it
news/events.csv: nothing new, 6 records as before
");
    desk.ok(&["check"]);
    let events = desk.ok(&["list", "--format", "jsonl"]);
    assert_eq!(events.lines().count(), 14);
    let dry = desk.ok(&["import", "news", "--dry-run"]);
    assert_eq!(dry.lines().count(), 14);
    // One number takes all of its articles back, and nothing else.
    desk.ok(&["imports", "undo", "3"]);
    desk.ok(&["imports", "undo", "1"]);
    assert_eq!(desk.ok(&["count", "--format", "csv"]), "value,events\nall,6\n");
    desk.ok(&["check"]);
}
