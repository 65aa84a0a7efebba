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
        withdrawn -> BigInt,
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
    actors (id) {
        id -> BigInt,
        name -> Text,
        kind -> Text,
        country -> Nullable<Text>,
        origin -> Text,
        added_by -> BigInt,
        folded -> Nullable<Text>,
    }
}

diesel::table! {
    actor_aliases (actor_id, seq) {
        actor_id -> BigInt,
        seq -> BigInt,
        name -> Text,
        dates -> Nullable<Text>,
        folded -> Nullable<Text>,
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
        extras -> Nullable<Text>,
    }
}

diesel::table! {
    source_imports (source_id, change_id) {
        source_id -> BigInt,
        change_id -> BigInt,
    }
}

diesel::table! {
    segments (id) {
        id -> BigInt,
        layer -> Text,
        size -> BigInt,
        first_id -> BigInt,
        last_id -> BigInt,
        first_day -> Nullable<BigInt>,
        last_day -> Nullable<BigInt>,
        uid_prefix -> Text,
        first_uid -> Nullable<BigInt>,
        last_uid -> Nullable<BigInt>,
        first_change -> BigInt,
        last_change -> BigInt,
        hidden -> BigInt,
    }
}

diesel::table! {
    segment_columns (segment_id, name) {
        segment_id -> BigInt,
        name -> SmallInt,
        data -> Binary,
    }
}

diesel::table! {
    segment_pages (segment_id, first_stem) {
        segment_id -> BigInt,
        first_stem -> Binary,
        data -> Binary,
    }
}

diesel::table! {
    repeats (change_id, seq) {
        change_id -> BigInt,
        seq -> BigInt,
        of_change -> BigInt,
        ids -> Binary,
        digests -> Binary,
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

diesel::table! {
    stories (id) {
        id -> BigInt,
        title -> Text,
        curated -> Bool,
        added_by -> BigInt,
    }
}

diesel::table! {
    story_events (story_id, event_id) {
        story_id -> BigInt,
        event_id -> BigInt,
        seq -> BigInt,
        after_id -> Nullable<BigInt>,
        probability -> Double,
        reason -> Text,
    }
}

diesel::table! {
    link_blocks (block, part) {
        block -> BigInt,
        part -> BigInt,
        size -> BigInt,
        from_ids -> Binary,
        to_ids -> Binary,
        stamps -> Binary,
    }
}

diesel::table! {
    saved_queries (name) {
        name -> Text,
        query -> Text,
    }
}

diesel::table! {
    notes (event_id, change_id) {
        event_id -> BigInt,
        change_id -> BigInt,
        text -> Text,
    }
}

diesel::table! {
    summaries (what, key, month) {
        what -> Text,
        key -> Text,
        month -> BigInt,
        data -> Binary,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    changes,
    imports,
    revisions,
    actors,
    actor_aliases,
    memberships,
    sources,
    source_imports,
    links,
    stories,
    story_events,
    saved_queries,
    notes,
);
