-- Every change to the database; an import is one. `undo` takes one back.
CREATE TABLE changes (
    id BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    author TEXT NOT NULL,
    action TEXT NOT NULL,
    undone_at TIMESTAMP
);

CREATE TABLE imports (
    change_id BIGINT NOT NULL PRIMARY KEY REFERENCES changes (id),
    file TEXT NOT NULL,
    format TEXT NOT NULL,
    hash TEXT NOT NULL,
    read BIGINT NOT NULL,
    added BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    rejected BIGINT NOT NULL
);

-- Records as JSON before and after. What an import adds has none: `added_by` says it.
CREATE TABLE revisions (
    change_id BIGINT NOT NULL REFERENCES changes (id),
    seq BIGINT NOT NULL,
    subject TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (change_id, seq)
);
CREATE INDEX revisions_by_key ON revisions (key);

-- Reference tables: small, on every node of a sharded database.
CREATE TABLE places (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT,
    admin1 TEXT,
    admin2 TEXT,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    radius_km DOUBLE PRECISION,
    added_by BIGINT NOT NULL REFERENCES changes (id)
);
CREATE INDEX places_by_name ON places (name);
CREATE INDEX places_by_lat ON places (lat, lon);

CREATE TABLE actors (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    country TEXT,
    added_by BIGINT NOT NULL REFERENCES changes (id)
);

CREATE TABLE actor_aliases (
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    seq BIGINT NOT NULL,
    name TEXT NOT NULL,
    dates TEXT,
    PRIMARY KEY (actor_id, seq)
);
CREATE INDEX actor_aliases_by_name ON actor_aliases (name);

CREATE TABLE memberships (
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    seq BIGINT NOT NULL,
    office TEXT NOT NULL,
    organisation_id BIGINT NOT NULL REFERENCES actors (id),
    dates TEXT,
    PRIMARY KEY (actor_id, seq)
);
CREATE INDEX memberships_by_organisation ON memberships (organisation_id);

CREATE TABLE sources (
    id BIGINT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    publisher TEXT,
    title TEXT,
    url TEXT,
    published TEXT,
    retrieved TEXT,
    language TEXT,
    hash TEXT,
    text TEXT,
    added_by BIGINT NOT NULL REFERENCES changes (id)
);

-- A uid is unique here, in a table keyed by it, so that events can shard by their numbers.
CREATE TABLE event_uids (
    uid TEXT NOT NULL PRIMARY KEY,
    event_id BIGINT NOT NULL
);

-- Sharded by the event's number: events and all that hangs on them.
CREATE TABLE events (
    id BIGINT NOT NULL PRIMARY KEY,
    uid TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    modality TEXT NOT NULL,
    date TEXT,
    date_words TEXT,
    earliest DATE,
    latest DATE,
    certain BOOLEAN NOT NULL,
    precision TEXT,
    place_id BIGINT REFERENCES places (id),
    code_scheme TEXT,
    code TEXT,
    goldstein DOUBLE PRECISION,
    deaths_low BIGINT,
    deaths_best BIGINT,
    deaths_high BIGINT,
    confidence DOUBLE PRECISION,
    review TEXT NOT NULL,
    verification TEXT NOT NULL,
    added_by BIGINT NOT NULL REFERENCES changes (id)
);
CREATE INDEX events_by_date ON events (earliest, latest);
CREATE INDEX events_by_kind ON events (kind, earliest);
CREATE INDEX events_by_place ON events (place_id);
CREATE INDEX events_by_added ON events (added_by);

CREATE TABLE participations (
    event_id BIGINT NOT NULL REFERENCES events (id),
    seq BIGINT NOT NULL,
    actor_id BIGINT NOT NULL REFERENCES actors (id),
    role TEXT NOT NULL,
    surface TEXT,
    PRIMARY KEY (event_id, seq)
);
CREATE INDEX participations_by_actor ON participations (actor_id, role, event_id);

CREATE TABLE citations (
    event_id BIGINT NOT NULL REFERENCES events (id),
    seq BIGINT NOT NULL,
    source_id BIGINT REFERENCES sources (id),
    quote TEXT,
    start_byte BIGINT,
    end_byte BIGINT,
    section TEXT,
    PRIMARY KEY (event_id, seq)
);
CREATE INDEX citations_by_source ON citations (source_id, event_id);

CREATE TABLE event_tags (
    event_id BIGINT NOT NULL REFERENCES events (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (event_id, tag)
);
CREATE INDEX event_tags_by_tag ON event_tags (tag, event_id);

-- The words by which an event is found. The program keeps the index in step; there are no triggers.
CREATE TABLE event_texts (
    event_id BIGINT NOT NULL PRIMARY KEY REFERENCES events (id),
    text TEXT NOT NULL
);
CREATE INDEX event_words ON event_texts USING gin (to_tsvector('english', text));

-- Sharded by the event that the link goes from.
CREATE TABLE links (
    from_id BIGINT NOT NULL REFERENCES events (id),
    to_id BIGINT NOT NULL,
    relation TEXT NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    rationale TEXT NOT NULL,
    method TEXT NOT NULL,
    state TEXT NOT NULL,
    added_by BIGINT NOT NULL REFERENCES changes (id),
    PRIMARY KEY (from_id, to_id, relation)
);
CREATE INDEX links_by_to ON links (to_id);
