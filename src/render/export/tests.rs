use super::{ALL, About, Format, dot, gexf, graphml, node_link};
use crate::domain::{Event, Kind, Link, LinkState, Relation};

fn written(format: &Format) -> String {
    let mut bytes = Vec::new();
    {
        let about = About::default();
        let mut export = (format.start)(&mut bytes, &about).unwrap();
        let mut event = Event::new("Talks <in> \"Geneva\" & \u{1}Київ\nagain\\", Kind::Consult);
        event.uid = "a:1".to_owned();
        event.date = "2025-11-23/2025-11-24".parse().ok();
        event.goldstein = Some(1.0);
        export.event(&event).unwrap();
        event.uid = "a:\"2\\".to_owned();
        event.date = "../2025-12".parse().ok();
        event.goldstein = None;
        export.event(&event).unwrap();
        export
            .link(&Link {
                from: event.uid.clone(),
                to: "a:1".to_owned(),
                relation: Relation::Follows,
                confidence: 0.9,
                rationale: "Second <round>".to_owned(),
                method: "analyst".to_owned(),
                state: LinkState::Suggested,
            })
            .unwrap();
        export.finish().unwrap();
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn text_is_escaped() {
    for format in ALL.iter().filter(|format| format.graph.is_some()) {
        let text = written(format);
        assert!(!text.contains('\u{1}'), "{}: {text}", format.name);
        assert!(text.contains("Київ"), "{}: {text}", format.name);
    }
}

#[test]
fn gexf_has_spans() {
    insta::assert_snapshot!(written(&gexf::FORMAT), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <gexf xmlns="http://gexf.net/1.3" version="1.3">
      <graph mode="dynamic" timeformat="date" timerepresentation="interval" defaultedgetype="directed">
        <attributes class="node">
          <attribute id="0" title="kind" type="string"/>
          <attribute id="1" title="quad_class" type="string"/>
          <attribute id="2" title="modality" type="string"/>
          <attribute id="3" title="date" type="string"/>
          <attribute id="4" title="place" type="string"/>
          <attribute id="5" title="country" type="string"/>
          <attribute id="6" title="lat" type="double"/>
          <attribute id="7" title="lon" type="double"/>
          <attribute id="8" title="actors" type="string"/>
          <attribute id="9" title="goldstein" type="double"/>
          <attribute id="10" title="deaths" type="double"/>
          <attribute id="11" title="review" type="string"/>
          <attribute id="12" title="verification" type="string"/>
          <attribute id="13" title="tags" type="string"/>
        </attributes>
        <attributes class="edge">
          <attribute id="0" title="relation" type="string"/>
          <attribute id="1" title="rationale" type="string"/>
          <attribute id="2" title="method" type="string"/>
          <attribute id="3" title="state" type="string"/>
        </attributes>
        <nodes>
          <node id="a:1" label="Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ
    again\" start="2025-11-23" end="2025-11-24"><attvalues><attvalue for="0" value="consult"/><attvalue for="1" value="verbal cooperation"/><attvalue for="2" value="actual"/><attvalue for="3" value="2025-11-23/2025-11-24"/><attvalue for="9" value="1"/><attvalue for="11" value="accepted"/><attvalue for="12" value="unverified"/></attvalues></node>
          <node id="a:&quot;2\" label="Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ
    again\" end="2025-12-31"><attvalues><attvalue for="0" value="consult"/><attvalue for="1" value="verbal cooperation"/><attvalue for="2" value="actual"/><attvalue for="3" value="../2025-12"/><attvalue for="11" value="accepted"/><attvalue for="12" value="unverified"/></attvalues></node>
        </nodes>
        <edges>
          <edge id="a:&quot;2\ follows a:1" source="a:&quot;2\" target="a:1" label="follows" weight="0.9"><attvalues><attvalue for="0" value="follows"/><attvalue for="1" value="Second &lt;round&gt;"/><attvalue for="2" value="analyst"/><attvalue for="3" value="suggested"/></attvalues></edge>
        </edges>
      </graph>
    </gexf>
    "#);
}

#[test]
fn graphml_declares_what_it_says() {
    insta::assert_snapshot!(written(&graphml::FORMAT), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
      <key id="label" for="node" attr.name="label" attr.type="string"/>
      <key id="start" for="node" attr.name="start" attr.type="string"/>
      <key id="end" for="node" attr.name="end" attr.type="string"/>
      <key id="n0" for="node" attr.name="kind" attr.type="string"/>
      <key id="n1" for="node" attr.name="quad_class" attr.type="string"/>
      <key id="n2" for="node" attr.name="modality" attr.type="string"/>
      <key id="n3" for="node" attr.name="date" attr.type="string"/>
      <key id="n4" for="node" attr.name="place" attr.type="string"/>
      <key id="n5" for="node" attr.name="country" attr.type="string"/>
      <key id="n6" for="node" attr.name="lat" attr.type="double"/>
      <key id="n7" for="node" attr.name="lon" attr.type="double"/>
      <key id="n8" for="node" attr.name="actors" attr.type="string"/>
      <key id="n9" for="node" attr.name="goldstein" attr.type="double"/>
      <key id="n10" for="node" attr.name="deaths" attr.type="double"/>
      <key id="n11" for="node" attr.name="review" attr.type="string"/>
      <key id="n12" for="node" attr.name="verification" attr.type="string"/>
      <key id="n13" for="node" attr.name="tags" attr.type="string"/>
      <key id="weight" for="edge" attr.name="weight" attr.type="double"/>
      <key id="e0" for="edge" attr.name="relation" attr.type="string"/>
      <key id="e1" for="edge" attr.name="rationale" attr.type="string"/>
      <key id="e2" for="edge" attr.name="method" attr.type="string"/>
      <key id="e3" for="edge" attr.name="state" attr.type="string"/>
      <graph id="G" edgedefault="directed">
        <node id="a:1"><data key="label">Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ
    again\</data><data key="start">2025-11-23</data><data key="end">2025-11-24</data><data key="n0">consult</data><data key="n1">verbal cooperation</data><data key="n2">actual</data><data key="n3">2025-11-23/2025-11-24</data><data key="n9">1</data><data key="n11">accepted</data><data key="n12">unverified</data></node>
        <node id="a:&quot;2\"><data key="label">Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ
    again\</data><data key="end">2025-12-31</data><data key="n0">consult</data><data key="n1">verbal cooperation</data><data key="n2">actual</data><data key="n3">../2025-12</data><data key="n11">accepted</data><data key="n12">unverified</data></node>
        <edge source="a:&quot;2\" target="a:1"><data key="weight">0.9</data><data key="e0">follows</data><data key="e1">Second &lt;round&gt;</data><data key="e2">analyst</data><data key="e3">suggested</data></edge>
      </graph>
    </graphml>
    "#);
}

#[test]
fn dot_quotes() {
    insta::assert_snapshot!(written(&dot::FORMAT), @r#"
    digraph annalist {
      rankdir=LR;
      node [shape=box];
      "a:1" [label="Talks <in> \"Geneva\" &amp; �Київ again\\", start="2025-11-23", end="2025-11-24", kind="consult", quad_class="verbal cooperation", modality="actual", date="2025-11-23/2025-11-24", goldstein="1", review="accepted", verification="unverified"];
      "a:\"2\\" [label="Talks <in> \"Geneva\" &amp; �Київ again\\", end="2025-12-31", kind="consult", quad_class="verbal cooperation", modality="actual", date="../2025-12", review="accepted", verification="unverified"];
      "a:\"2\\" -> "a:1" [label="follows", confidence=0.9, style=dashed, relation="follows", rationale="Second <round>", method="analyst", state="suggested"];
    }
    "#);
}

#[test]
fn node_link_is_json() {
    insta::assert_snapshot!(written(&node_link::FORMAT), @r#"
    {"directed":true,"multigraph":true,"graph":{},
    "nodes":[
    {"date":"2025-11-23/2025-11-24","end":"2025-11-24","goldstein":1.0,"id":"a:1","kind":"consult","label":"Talks <in> \"Geneva\" & \u0001Київ\nagain\\","modality":"actual","quad_class":"verbal cooperation","review":"accepted","start":"2025-11-23","verification":"unverified"},
    {"date":"../2025-12","end":"2025-12-31","id":"a:\"2\\","kind":"consult","label":"Talks <in> \"Geneva\" & \u0001Київ\nagain\\","modality":"actual","quad_class":"verbal cooperation","review":"accepted","verification":"unverified"}
    ],
    "edges":[
    {"key":"follows","method":"analyst","rationale":"Second <round>","relation":"follows","source":"a:\"2\\","state":"suggested","target":"a:1","weight":0.9}
    ]}
    "#);
}

#[test]
fn an_empty_graph_is_a_graph() {
    for format in ALL.iter().filter(|format| format.graph.is_some()) {
        let mut bytes = Vec::new();
        (format.start)(&mut bytes, &About::default()).unwrap().finish().unwrap();
        assert!(!bytes.is_empty(), "{}", format.name);
    }
}
