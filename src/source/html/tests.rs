use super::*;

/// A paragraph as news has it.
const TALKS: &str = "Envoys of France and Germany met in Geneva on Sunday, and their talks lasted \
                     for more than five hours, officials said.";
const MORE: &str = "The talks will go on in Vienna next week, the spokesman added, though neither \
                    side named a day for it.";

fn read(html: &str) -> Article {
    article(html.as_bytes(), None).unwrap()
}

/// The lines of an article with their parts.
fn lines(article: &Article) -> Vec<(Section, &str)> {
    let text = article.source.text.as_deref().unwrap();
    let part = |at: usize| article.parts.iter().find(|p| p.start <= at && at < p.end);
    text.split("\n\n")
        .map(|line| {
            let at = line.as_ptr() as usize - text.as_ptr() as usize;
            (part(at).map_or(Section::Body, |part| part.section), line)
        })
        .collect()
}

#[test]
fn a_page_of_today() {
    let article = read(&format!(
        r#"<!DOCTYPE html><html lang="en-GB"><head><title>Envoys meet | The Daily</title>
        <meta property="og:site_name" content="The Daily">
        <link rel="canonical" href="https://daily.example/2025/12/15/envoys">
        <script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
            {{"@type":"WebSite","name":"The Daily"}},
            {{"@type":"NewsArticle","headline":"Envoys meet","datePublished":"2025-12-14T21:00:00+01:00",
              "author":[{{"@type":"Person","name":"A. Writer"}},{{"name":"B. Writer"}}]}}]}}</script></head>
        <body><nav><ul><li><a href="/">Home page of the paper</a></li></ul></nav>
        <div class="cookie-banner"><p>We use cookies, and others do, to make this page better for you.</p></div>
        <main><article><header><h1>Envoys meet</h1><p class="byline">By A. Writer</p></header>
        <figure><img src="a.jpg"><figcaption>The palace in Geneva, on Sunday.</figcaption></figure>
        <p>{TALKS}</p>
        <blockquote class="twitter-tweet"><p>Good talks.</p>&mdash; A Person (@person)
        <a href="https://twitter.example/1">December 14, 2025</a></blockquote>
        <aside class="related"><h3>Read also</h3><ul>
        <li><a href="/x">Russia attacks a power station in Ukraine</a></li>
        <li><a href="/y">More</a></li></ul></aside>
        <p>{MORE}</p><p>Share</p></article></main>
        <footer><p>All rights reserved by the paper, which is printed in the city of Geneva.</p></footer>
        </body></html>"#
    ));
    use Section::*;
    assert_eq!(
        lines(&article),
        [
            (Title, "Envoys meet"),
            (Caption, "The palace in Geneva, on Sunday."),
            (Body, TALKS),
            (Post, "Good talks."),
            (Post, "— A Person (@person) December 14, 2025"),
            (Headlines, "Russia attacks a power station in Ukraine"),
            (Body, MORE),
        ]
    );
    let source = &article.source;
    assert_eq!(source.title.as_deref(), Some("Envoys meet"));
    assert_eq!(source.publisher.as_deref(), Some("The Daily"));
    assert_eq!(source.language.as_deref(), Some("en"));
    assert_eq!(source.url.as_deref(), Some("https://daily.example/2025/12/15/envoys"));
    assert_eq!(source.published.as_ref().unwrap().to_string(), "2025-12-14");
    assert_eq!(source.extras.get("dated_by"), Some("JSON-LD"));
    assert_eq!(source.extras.get("author"), Some("A. Writer, B. Writer"));
    let posts = article.parts.iter().filter(|part| part.section == Post);
    assert_eq!(posts.count(), 1, "lines of one post are one part");
}

#[test]
fn a_page_of_old_in_tables_and_broken() {
    let article = read(&format!(
        "<HTML><HEAD><TITLE>Envoys meet</TITLE><META NAME=DATE CONTENT='14 Dec 2025'></HEAD>
        <BODY><TABLE><TR><TD><A HREF=a>Home</A><BR><A HREF=b>World</A><TD WIDTH=500><FONT>{TALKS}<BR><BR>
        {MORE}</B></FONT></DIV><TR><TD>Copyright</TABLE>"
    ));
    use Section::*;
    assert_eq!(lines(&article), [(Title, "Envoys meet"), (Body, TALKS), (Body, MORE)]);
    assert_eq!(article.source.published.unwrap().to_string(), "2025-12-14");
    assert_eq!(article.source.extras.get("dated_by"), Some("meta date"));
}

#[test]
fn of_several_articles_the_longest_counts() {
    let teaser = |n: usize| {
        format!(
            "<article><h2><a href='/{n}'>Teaser number {n} of this page</a></h2><p>Short words.</p></article>"
        )
    };
    let article = read(&format!(
        "<html amp4ads><body>{}<article itemprop='articleBody'><h1>Envoys meet</h1><div><p>{TALKS}</p></div>
        <div><p>{MORE}</p></div></article>{}",
        teaser(1),
        teaser(2) + &teaser(3)
    ));
    let lines: Vec<&str> = lines(&article).into_iter().map(|line| line.1).collect();
    assert_eq!(lines, ["Envoys meet", TALKS, MORE]);
}

#[test]
fn a_page_of_headlines_is_marked_so() {
    let items: String =
        ["Russia attacks Odesa with drones", "Ukraine strikes a refinery in Russia"]
            .map(|line| format!("<li><a href='/x'>{line}</a></li>"))
            .concat();
    let article = read(&format!("<html><title>The Daily</title><body><ul>{items}</ul>"));
    use Section::*;
    let sections: Vec<Section> = lines(&article).into_iter().map(|line| line.0).collect();
    assert_eq!(sections, [Title, Headlines, Headlines]);
}

#[test]
fn a_page_that_draws_its_text_is_read_from_its_data() {
    let article = read(&format!(
        r#"<html><body><div id="app"></div><script type="application/ld+json"><![CDATA[
        {{"@type":["NewsArticle"],"headline":"Envoys meet","articleBody":"{TALKS}\n\n{MORE}",
        "publisher":{{"name":"The Daily"}},"datePublished":"2025-12-14"}}]]></script>"#
    ));
    let lines: Vec<&str> = lines(&article).into_iter().map(|line| line.1).collect();
    assert_eq!(lines, ["Envoys meet", TALKS, MORE]);
    assert_eq!(article.source.publisher.as_deref(), Some("The Daily"));
}

#[test]
fn the_day_is_looked_for_in_order() {
    let day = |head: &str, body: &str| {
        let html =
            format!("<html><head>{head}</head><body><article><h1>A</h1>{body}<p>{TALKS}</p>");
        let article = read(&html);
        let from = article.source.extras.get("dated_by").map(str::to_owned);
        article.source.published.map(|day| format!("{day} {}", from.unwrap_or_default()))
    };
    let canonical = "<link rel=canonical href='https://d.example/2025/12/12/a'>";
    let meta = "<meta property='article:published_time' content='2025-12-13T08:00Z'>";
    let time = "<time datetime='2025-12-11' itemprop=datePublished>Thursday</time>";
    let plain = "<time datetime='2025-12-10'>Wednesday</time>";
    let all = format!("{canonical}{meta}");
    assert_eq!(day(&all, time).as_deref(), Some("2025-12-13 meta article:published_time"));
    assert_eq!(day(canonical, time).as_deref(), Some("2025-12-11 time element"));
    assert_eq!(day(canonical, plain).as_deref(), Some("2025-12-12 address"));
    assert_eq!(day("", plain).as_deref(), Some("2025-12-10 time element"));
    let words = "<div class='post-date'>Published on December 9, 2025, 10:00</div>";
    assert_eq!(day("", &format!("{plain}{words}")).as_deref(), Some("2025-12-10 time element"));
    assert_eq!(day("", words).as_deref(), Some("2025-12-09 words on the page"));
    assert_eq!(
        day("", "<time>9 декабря 2025 г.</time>").as_deref(),
        Some("2025-12-09 words on the page")
    );
    assert_eq!(day("", ""), None);
    // What stands for no date is passed over.
    let none = "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"1970-01-01\"}</script>";
    assert_eq!(day(&format!("{none}{canonical}"), "").as_deref(), Some("2025-12-12 address"));
    let modified = "<time itemprop=dateModified datetime=2025-12-09>";
    assert_eq!(day("", modified), None);
}

#[test]
fn whoever_saved_a_page_says_from_where() {
    let saved = |comment: &str| read(&format!("{comment}<html><p>{TALKS}</p>")).source;
    let chrome =
        saved("<!DOCTYPE html><!-- saved from url=(0026)https://www.d.example/2025/12/14/a -->");
    assert_eq!(chrome.publisher.as_deref(), Some("d.example"));
    assert_eq!(chrome.published.unwrap().to_string(), "2025-12-14");
    let single = saved(
        "<!--\n Page saved with SingleFile \n url: https://d.example/a \n saved date: x\n-->",
    );
    assert_eq!(single.url.as_deref(), Some("https://d.example/a"));
}

#[test]
fn what_is_hidden_is_not_read() {
    let article = read(&format!(
        "<html><body><div><p>{TALKS}</p><p style='display: none'>{MORE}</p><p hidden>{MORE}</p>
        <script>var a = '<p>{MORE}</p>'</script><template><p>{MORE}</p></template></div>"
    ));
    assert_eq!(article.source.text.as_deref(), Some(TALKS));
}

#[test]
fn pages_without_text_say_so() {
    for html in
        ["<html></html>", "<html><title>Only that</title>", "<!DOCTYPE html><script>x</script>"]
    {
        assert_eq!(article(html.as_bytes(), None).unwrap_err(), "the page has no text", "{html}");
    }
}

#[test]
fn a_text_may_be_too_long() {
    let long = format!("<html><p>{}", "They met. ".repeat(220_000));
    let error = article(long.as_bytes(), None).unwrap_err();
    assert_eq!(error, "is no article: it has more than 2 MiB of text");
}

#[test]
fn depth_and_length_cost_no_more_than_their_bytes() {
    for part in
        ["<div>", "<b>", "<li>", "<a href=x>", "<table><tr><td>", "<ul><li>", "</div></p>", "<"]
    {
        let html = format!("<html><body>{}<p>{TALKS}</p>", part.repeat(300_000 / part.len()));
        let started = std::time::Instant::now();
        let _ = article(html.as_bytes(), None);
        assert!(started.elapsed().as_secs() < 10, "{part}");
    }
    let nested =
        format!("<script type=application/ld+json>{}</script><p>{TALKS}", "[".repeat(300_000));
    assert_eq!(read(&format!("<html>{nested}")).source.text.as_deref(), Some(TALKS));
}

#[test]
fn a_page_is_read_in_its_charset() {
    use encoding_rs::{GBK, KOI8_R, WINDOWS_1251};
    let russian = "Переговоры в Берлине продолжались более пяти часов, сообщил советник, и стороны \
                   договорились встретиться снова.";
    let chinese = "外交部发言人星期一表示，会谈在柏林举行，双方同意继续对话，并将于下周再次会晤。";
    for (encoding, text) in [(WINDOWS_1251, russian), (KOI8_R, russian), (GBK, chinese)] {
        for declared in [true, false] {
            let meta = format!(
                "<meta http-equiv=content-type content='text/html; charset={}'>",
                encoding.name()
            );
            let meta = if declared { meta.as_str() } else { "" };
            let html = format!("<html><head>{meta}</head><body><p>{text}</p>");
            let article = article(&encoding.encode(&html).0, None).unwrap();
            assert_eq!(article.source.text.as_deref(), Some(text));
            let guessed = if declared { "" } else { " (guessed)" };
            // Where nothing says so, KOI8-R is taken for what differs in frames alone.
            let name =
                if declared { encoding.name() } else { encoding.name().trim_end_matches("-R") };
            let charset = article.source.extras.get("charset").unwrap_or_default();
            assert!(charset.starts_with(name) && charset.ends_with(guessed), "{charset}");
        }
    }
    let mut broken = format!("<html><meta charset=utf-8><p>{russian} ").into_bytes();
    broken.extend([0xff, b' ', 0xfe]);
    let article = article(&broken, None).unwrap();
    assert_eq!(article.source.extras.get("unreadable"), Some("2"));
}

proptest::proptest! {
    #[test]
    fn parts_stand_in_the_text(html in "(<(p|div|li|a href=x|h1|figcaption|blockquote class=fb-post|td|br|/p|/div|/li|/a)>|[a-zé ,.]{0,30}){0,40}") {
        if let Ok(article) = article(html.as_bytes(), None) {
            let text = article.source.text.unwrap();
            let mut at = 0;
            for part in &article.parts {
                proptest::prop_assert!(at <= part.start && text.get(part.start..part.end).is_some());
                at = part.end;
            }
        }
    }

    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        let _ = article(&[b"<html>".as_slice(), &bytes].concat(), None);
    }
}
