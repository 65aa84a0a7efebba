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
    withdrawn BIGINT NOT NULL,
    rejected BIGINT NOT NULL
);

-- Records as JSON before and after: the changes that people make. What an import says of events
-- stands in the segments.
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

-- Reference tables: small, on every node of a sharded database. An actor whose origin is `told` or
-- `directory` came with an event and goes when nothing needs it any more.
CREATE TABLE actors (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    country TEXT,
    origin TEXT NOT NULL,
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
    text TEXT
);

-- Which imports brought a document.
CREATE TABLE source_imports (
    source_id BIGINT NOT NULL REFERENCES sources (id),
    change_id BIGINT NOT NULL REFERENCES changes (id),
    PRIMARY KEY (source_id, change_id)
);

-- Events as they were told, column by column, in segments of a few thousand rows. A row is what one
-- change says of one event; of several the latest is shown, and an analyst's before a file's.
CREATE TABLE segments (
    id BIGINT NOT NULL PRIMARY KEY,
    layer TEXT NOT NULL,
    size BIGINT NOT NULL,
    first_id BIGINT NOT NULL,
    last_id BIGINT NOT NULL,
    first_day BIGINT,
    last_day BIGINT,
    uid_prefix TEXT NOT NULL,
    first_uid BIGINT,
    last_uid BIGINT,
    first_change BIGINT NOT NULL,
    last_change BIGINT NOT NULL,
    hidden BIGINT NOT NULL
);

-- Compressed columns; what each number stands for is told in src/store/segment.
CREATE TABLE segment_columns (
    segment_id BIGINT NOT NULL REFERENCES segments (id),
    name SMALLINT NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (segment_id, name)
);

-- Which words of a segment's dictionaries hold which stem, in the order of the stems.
CREATE TABLE segment_pages (
    segment_id BIGINT NOT NULL REFERENCES segments (id),
    first_stem BYTEA NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (segment_id, first_stem)
);

-- Events of which a change says just what an earlier one says: they outlive that one. Of further
-- sources' words, of which an event may have several, also which.
CREATE TABLE repeats (
    change_id BIGINT NOT NULL REFERENCES changes (id),
    seq BIGINT NOT NULL,
    of_change BIGINT NOT NULL,
    ids BYTEA NOT NULL,
    digests BYTEA NOT NULL,
    PRIMARY KEY (change_id, seq)
);
CREATE INDEX repeats_by_repeated ON repeats (of_change);

-- Sharded by the event that the link goes from.
CREATE TABLE links (
    from_id BIGINT NOT NULL,
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
