-- Every change to the database; an import is one. `undo` takes one back.
CREATE TABLE changes (
    id INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    action TEXT NOT NULL,
    undone_at TEXT
) STRICT;

CREATE TABLE imports (
    change_id INTEGER NOT NULL PRIMARY KEY REFERENCES changes (id),
    file TEXT NOT NULL,
    format TEXT NOT NULL,
    hash TEXT NOT NULL,
    read INTEGER NOT NULL,
    added INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    rejected INTEGER NOT NULL
) STRICT;

-- Records as JSON before and after. What an import adds has none: `added_by` says it.
CREATE TABLE revisions (
    change_id INTEGER NOT NULL REFERENCES changes (id),
    seq INTEGER NOT NULL,
    subject TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (change_id, seq)
) STRICT;
CREATE INDEX revisions_by_key ON revisions (key);

-- Reference tables: small, on every node of a sharded database.
CREATE TABLE places (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT,
    admin1 TEXT,
    admin2 TEXT,
    lat REAL,
    lon REAL,
    radius_km REAL,
    added_by INTEGER NOT NULL REFERENCES changes (id)
) STRICT;
CREATE INDEX places_by_name ON places (name);
CREATE INDEX places_by_lat ON places (lat, lon);

CREATE TABLE actors (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    country TEXT,
    added_by INTEGER NOT NULL REFERENCES changes (id)
) STRICT;

CREATE TABLE actor_aliases (
    actor_id INTEGER NOT NULL REFERENCES actors (id),
    seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    dates TEXT,
    PRIMARY KEY (actor_id, seq)
) STRICT;
CREATE INDEX actor_aliases_by_name ON actor_aliases (name);

CREATE TABLE memberships (
    actor_id INTEGER NOT NULL REFERENCES actors (id),
    seq INTEGER NOT NULL,
    office TEXT NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES actors (id),
    dates TEXT,
    PRIMARY KEY (actor_id, seq)
) STRICT;
CREATE INDEX memberships_by_organisation ON memberships (organisation_id);

CREATE TABLE sources (
    id INTEGER NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    publisher TEXT,
    title TEXT,
    url TEXT,
    published TEXT,
    retrieved TEXT,
    language TEXT,
    hash TEXT,
    text TEXT,
    added_by INTEGER NOT NULL REFERENCES changes (id)
) STRICT;

-- A uid is unique here, in a table keyed by it, so that events can shard by their numbers.
CREATE TABLE event_uids (
    uid TEXT NOT NULL PRIMARY KEY,
    event_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sharded by the event's number: events and all that hangs on them.
CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY,
    uid TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    modality TEXT NOT NULL,
    date TEXT,
    date_words TEXT,
    earliest TEXT,
    latest TEXT,
    certain INTEGER NOT NULL,
    precision TEXT,
    place_id INTEGER REFERENCES places (id),
    code_scheme TEXT,
    code TEXT,
    goldstein REAL,
    deaths_low INTEGER,
    deaths_best INTEGER,
    deaths_high INTEGER,
    confidence REAL,
    review TEXT NOT NULL,
    verification TEXT NOT NULL,
    added_by INTEGER NOT NULL REFERENCES changes (id)
) STRICT;
CREATE INDEX events_by_date ON events (earliest, latest);
CREATE INDEX events_by_kind ON events (kind, earliest);
CREATE INDEX events_by_place ON events (place_id);
CREATE INDEX events_by_added ON events (added_by);

CREATE TABLE participations (
    event_id INTEGER NOT NULL REFERENCES events (id),
    seq INTEGER NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actors (id),
    role TEXT NOT NULL,
    surface TEXT,
    PRIMARY KEY (event_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX participations_by_actor ON participations (actor_id, role, event_id);

CREATE TABLE citations (
    event_id INTEGER NOT NULL REFERENCES events (id),
    seq INTEGER NOT NULL,
    source_id INTEGER REFERENCES sources (id),
    quote TEXT,
    start_byte INTEGER,
    end_byte INTEGER,
    section TEXT,
    PRIMARY KEY (event_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX citations_by_source ON citations (source_id, event_id);

CREATE TABLE event_tags (
    event_id INTEGER NOT NULL REFERENCES events (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (event_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_tags_by_tag ON event_tags (tag, event_id);

-- The words by which an event is found. The program keeps the index in step; there are no triggers.
CREATE TABLE event_texts (
    event_id INTEGER NOT NULL PRIMARY KEY REFERENCES events (id),
    text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE event_words USING fts5 (
    text, content = 'event_texts', content_rowid = 'event_id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Sharded by the event that the link goes from.
CREATE TABLE links (
    from_id INTEGER NOT NULL REFERENCES events (id),
    to_id INTEGER NOT NULL,
    relation TEXT NOT NULL,
    confidence REAL NOT NULL,
    rationale TEXT NOT NULL,
    method TEXT NOT NULL,
    state TEXT NOT NULL,
    added_by INTEGER NOT NULL REFERENCES changes (id),
    PRIMARY KEY (from_id, to_id, relation)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_to ON links (to_id);
