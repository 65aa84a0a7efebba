//! The tables, as in `migrations/`, which say what they are for.

diesel::table! {
    changes (id) {
        id -> BigInt,
        at -> Timestamp,
        author -> Text,
        action -> Text,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    imports (change_id) {
        change_id -> BigInt,
        file -> Text,
        format -> Text,
        hash -> Text,
        read -> BigInt,
        added -> BigInt,
        updated -> BigInt,
        unchanged -> BigInt,
        rejected -> BigInt,
    }
}

diesel::table! {
    revisions (change_id, seq) {
        change_id -> BigInt,
        seq -> BigInt,
        subject -> Text,
        key -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
    }
}

diesel::table! {
    places (id) {
        id -> BigInt,
        name -> Text,
        country -> Nullable<Text>,
        admin1 -> Nullable<Text>,
        admin2 -> Nullable<Text>,
        lat -> Nullable<Double>,
        lon -> Nullable<Double>,
        radius_km -> Nullable<Double>,
        added_by -> BigInt,
    }
}

diesel::table! {
    actors (id) {
        id -> BigInt,
        name -> Text,
        kind -> Text,
        country -> Nullable<Text>,
        added_by -> BigInt,
    }
}

diesel::table! {
    actor_aliases (actor_id, seq) {
        actor_id -> BigInt,
        seq -> BigInt,
        name -> Text,
        dates -> Nullable<Text>,
    }
}

diesel::table! {
    memberships (actor_id, seq) {
        actor_id -> BigInt,
        seq -> BigInt,
        office -> Text,
        organisation_id -> BigInt,
        dates -> Nullable<Text>,
    }
}

diesel::table! {
    sources (id) {
        id -> BigInt,
        key -> Text,
        publisher -> Nullable<Text>,
        title -> Nullable<Text>,
        url -> Nullable<Text>,
        published -> Nullable<Text>,
        retrieved -> Nullable<Text>,
        language -> Nullable<Text>,
        hash -> Nullable<Text>,
        text -> Nullable<Text>,
        added_by -> BigInt,
    }
}

diesel::table! {
    event_uids (uid) {
        uid -> Text,
        event_id -> BigInt,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        uid -> Text,
        title -> Text,
        kind -> Text,
        modality -> Text,
        date -> Nullable<Text>,
        date_words -> Nullable<Text>,
        earliest -> Nullable<Date>,
        latest -> Nullable<Date>,
        certain -> Bool,
        precision -> Nullable<Text>,
        place_id -> Nullable<BigInt>,
        code_scheme -> Nullable<Text>,
        code -> Nullable<Text>,
        goldstein -> Nullable<Double>,
        deaths_low -> Nullable<BigInt>,
        deaths_best -> Nullable<BigInt>,
        deaths_high -> Nullable<BigInt>,
        confidence -> Nullable<Double>,
        review -> Text,
        verification -> Text,
        added_by -> BigInt,
    }
}

diesel::table! {
    participations (event_id, seq) {
        event_id -> BigInt,
        seq -> BigInt,
        actor_id -> BigInt,
        role -> Text,
        surface -> Nullable<Text>,
    }
}

diesel::table! {
    citations (event_id, seq) {
        event_id -> BigInt,
        seq -> BigInt,
        source_id -> Nullable<BigInt>,
        quote -> Nullable<Text>,
        start_byte -> Nullable<BigInt>,
        end_byte -> Nullable<BigInt>,
        section -> Nullable<Text>,
    }
}

diesel::table! {
    event_tags (event_id, tag) {
        event_id -> BigInt,
        tag -> Text,
    }
}

diesel::table! {
    event_texts (event_id) {
        event_id -> BigInt,
        text -> Text,
    }
}

diesel::table! {
    links (from_id, to_id, relation) {
        from_id -> BigInt,
        to_id -> BigInt,
        relation -> Text,
        confidence -> Double,
        rationale -> Text,
        method -> Text,
        state -> Text,
        added_by -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    changes,
    imports,
    revisions,
    places,
    actors,
    actor_aliases,
    memberships,
    sources,
    event_uids,
    events,
    participations,
    citations,
    event_tags,
    event_texts,
    links,
);
