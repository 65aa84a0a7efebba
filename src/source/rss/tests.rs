use super::super::tests::{read, reasons};
use super::*;
use crate::domain::{Article, Section};

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="x">
<channel><title>The Daily &amp; Co</title><link>https://www.daily.example/</link><language>en-us</language>
<image><title>Logo</title><link>https://elsewhere.example/</link></image>
<item>
  <title>Envoys &amp;#8220;meet&amp;#8221; in Geneva</title>
  <link>https://www.daily.example/envoys</link>
  <guid isPermaLink="false">4711</guid>
  <pubDate>Sun, 14 Dec 2025 10:00:00 +0100</pubDate>
  <dc:creator><![CDATA[A. Writer]]></dc:creator>
  <description>Short &lt;b&gt;words&lt;/b&gt;.</description>
  <content:encoded><![CDATA[<p>French and German officials met in Geneva.</p>
    <blockquote class="twitter-tweet"><p>Good talks.</p></blockquote>
    <p><a href="https://www.daily.example/other">Russia attacked Ukraine with drones</a></p>
    <p><a href="x">Read on</a></p>]]></content:encoded>
</item>
<item><title>Bad day</title><pubDate>Soon</pubDate></item>
<item><category>nothing</category></item>
<item><title>Only a title</title><guid>https://www.daily.example/only</guid></item>
</channel></rss>"#;

fn articles(xml: &[u8]) -> Vec<Article> {
    let rows = read(&FORMAT, xml).into_iter().flatten();
    rows.filter_map(|row| match row.record {
        Record::Article(article) => Some(*article),
        _ => None,
    })
    .collect()
}

#[test]
fn items_of_rss_are_articles() {
    let found = articles(RSS.as_bytes());
    assert_eq!(found.len(), 2);
    let Article { uid, source, parts, .. } = &found[0];
    assert_eq!(uid, "daily.example:4711");
    assert_eq!(source.title.as_deref(), Some("Envoys “meet” in Geneva"));
    assert_eq!(source.publisher.as_deref(), Some("The Daily & Co"));
    assert_eq!(source.url.as_deref(), Some("https://www.daily.example/envoys"));
    assert_eq!(source.language.as_deref(), Some("en"));
    assert_eq!(source.published.as_ref().unwrap().to_string(), "2025-12-14");
    assert_eq!(source.extras.get("author"), Some("A. Writer"));
    assert_eq!(source.extras.get("dated_by"), Some("pubDate"));
    let text = source.text.as_deref().unwrap();
    assert_eq!(
        text,
        "Envoys “meet” in Geneva\n\nFrench and German officials met in Geneva.\n\nGood talks.\n\n\
         Russia attacked Ukraine with drones"
    );
    let parts: Vec<_> =
        parts.iter().map(|part| (part.section, &text[part.start..part.end])).collect();
    assert_eq!(parts[1], (Section::Post, "Good talks."));
    assert_eq!(parts[2], (Section::Headlines, "Russia attacked Ukraine with drones"));
    assert_eq!(found[1].uid, "https://www.daily.example/only");
    assert_eq!(found[1].source.url.as_deref(), Some("https://www.daily.example/only"));
}

#[test]
fn bad_items_are_rejected_and_the_rest_is_read() {
    assert_eq!(
        reasons(&FORMAT, RSS.as_bytes()),
        "line 17: pubDate: \"Soon\" is no date\nline 18: an item needs a title or a text"
    );
    let cut = &RSS.as_bytes()[..RSS.find("Only a title").unwrap()];
    assert!(reasons(&FORMAT, cut).ends_with("line 19: the file ends within the item"));
    // Rejected items can be mended and read again as they stand in the file of rejects.
    let again = b"# line 17: pubDate: \"Soon\" is no date\n<item><title>Bad day</title><pubDate>2025-12-14</pubDate></item>\n";
    assert_eq!(articles(again).len(), 1);
    let head = Head { text: &String::from_utf8_lossy(again), ending: String::new() };
    assert!((FORMAT.recognise)(&head));
}

#[test]
fn atom_and_rdf_are_read_too() {
    let atom = r#"<?xml-stylesheet href="a.css"?><!-- a --><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
        <title type="html">Le &lt;i&gt;Quotidien&lt;/i&gt;</title><link rel="self" href="https://q.example/feed"/>
        <link href="https://q.example/"/>
        <entry><id>tag:q.example,2025:1</id><title>Talks</title><author><name>A. Writer</name><email>a@q.example</email></author>
        <link rel="enclosure" href="https://q.example/a.mp3"/><link rel="alternate" href="https://q.example/1?a=1&amp;b=2"/>
        <published>2025-12-14T23:30:00-05:00</published><updated>2025-12-16T00:00:00Z</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met<br/>in &eacute;t&#233;.</p><p>AT&amp;T</p></div></content></entry>
        </feed>"#;
    let found = articles(atom.as_bytes());
    let source = &found[0].source;
    assert_eq!(found[0].uid, "tag:q.example,2025:1");
    assert_eq!(source.text.as_deref(), Some("Talks\n\nThey met in été.\n\nAT&T"));
    assert_eq!(source.publisher.as_deref(), Some("Le Quotidien"));
    assert_eq!(source.url.as_deref(), Some("https://q.example/1?a=1&b=2"));
    assert_eq!(source.language.as_deref(), Some("fr"));
    assert_eq!(source.published.as_ref().unwrap().to_string(), "2025-12-14");
    assert_eq!(source.extras.get("author"), Some("A. Writer"));
    let rdf = r#"<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/" xmlns:dc="d">
        <channel rdf:about="https://r.example/"><title>R</title><link>https://r.example/</link></channel>
        <item rdf:about="https://r.example/1"><title>Talks</title><link>https://r.example/1</link>
        <description>They met.</description><dc:date>2025-12-14</dc:date></item></rdf:RDF>"#;
    let found = articles(rdf.as_bytes());
    assert_eq!(found[0].uid, "https://r.example/1");
    assert_eq!(found[0].source.text.as_deref(), Some("Talks\n\nThey met."));
    assert_eq!(found[0].source.publisher.as_deref(), Some("R"));
    for xml in [atom, rdf, RSS] {
        assert!((FORMAT.recognise)(&Head { text: xml, ending: String::new() }));
    }
}

#[test]
fn feeds_are_read_in_their_character_set() {
    let title = "Переговоры в Берлине";
    for (encoding, name) in
        [(encoding_rs::WINDOWS_1251, "windows-1251"), (encoding_rs::KOI8_R, "koi8-r")]
    {
        let items = format!("<item><title>{title}</title></item>").repeat(3000);
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"{name}\"?><rss><channel>{items}</channel></rss>"
        );
        let found = articles(&encoding.encode(&xml).0);
        assert_eq!(found.len(), 3000);
        assert!(found.iter().all(|article| article.source.title.as_deref() == Some(title)));
        assert_eq!(found[0].source.extras.get("charset"), Some(encoding.name()));
    }
    let [before, after] =
        ["<rss><channel><item><title>L’été à ", "</title></item><item><title>B</title></item>"];
    let found = articles(&[before.as_bytes(), b"\xff", after.as_bytes()].concat());
    assert_eq!(found[0].source.extras.get("unreadable"), Some("1"));
    assert_eq!(found.len(), 2);
}

#[test]
fn depth_and_length_cost_no_more_than_their_bytes() {
    for part in ["<a>", "<item>", "<title>", "</item>", "&amp;", "<![CDATA[x]]>", "<entry><a/>"] {
        for start in ["<rss><channel>", "<rss><channel><item>"] {
            let xml = format!("{start}{}", part.repeat(300_000 / part.len()));
            let started = std::time::Instant::now();
            articles(xml.as_bytes());
            assert!(started.elapsed().as_secs() < 10, "{start}{part}");
        }
    }
    let long = format!(
        "<rss><item><title>{}</title></item><item><title>B</title></item>",
        "x".repeat(LONGEST + 1)
    );
    assert_eq!(
        reasons(&FORMAT, long.as_bytes()),
        "line 1: the item has more than 16 MiB, the most that is read"
    );
    assert_eq!(articles(long.as_bytes()).len(), 1);
}

proptest::proptest! {
    #[test]
    fn nothing_panics(xml in "(<(/?(item|title|description|guid|link|pubDate|content:encoded)|item a='b'|!\\[CDATA\\[|!--)>|&[a-z#0-9]{0,4};|[a-z<>& \\]]{0,9}){0,30}") {
        read(&FORMAT, format!("<rss><channel>{xml}").as_bytes());
    }
}
