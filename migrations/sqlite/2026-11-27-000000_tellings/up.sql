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
    withdrawn INTEGER NOT NULL,
    rejected INTEGER NOT NULL
) STRICT;

-- Records as JSON before and after: the changes that people make. What an import says of events
-- stands in the segments.
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

-- Reference tables: small, on every node of a sharded database. An actor whose origin is `told` or
-- `directory` came with an event and goes when nothing needs it any more.
CREATE TABLE actors (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    country TEXT,
    origin TEXT NOT NULL,
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
    text TEXT
) STRICT;

-- Which imports brought a document.
CREATE TABLE source_imports (
    source_id INTEGER NOT NULL REFERENCES sources (id),
    change_id INTEGER NOT NULL REFERENCES changes (id),
    PRIMARY KEY (source_id, change_id)
) STRICT, WITHOUT ROWID;

-- Events as they were told, column by column, in segments of a few thousand rows. A row is what one
-- change says of one event; of several the latest is shown, and an analyst's before a file's.
CREATE TABLE segments (
    id INTEGER NOT NULL PRIMARY KEY,
    layer TEXT NOT NULL,
    size INTEGER NOT NULL,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    uid_prefix TEXT NOT NULL,
    first_uid INTEGER,
    last_uid INTEGER,
    first_change INTEGER NOT NULL,
    last_change INTEGER NOT NULL,
    hidden INTEGER NOT NULL
) STRICT;

-- Compressed columns; what each number stands for is told in src/store/segment.
CREATE TABLE segment_columns (
    segment_id INTEGER NOT NULL REFERENCES segments (id),
    name INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (segment_id, name)
) STRICT;

-- Which words of a segment's dictionaries hold which stem, in the order of the stems.
CREATE TABLE segment_pages (
    segment_id INTEGER NOT NULL REFERENCES segments (id),
    first_stem BLOB NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (segment_id, first_stem)
) STRICT, WITHOUT ROWID;

-- Events of which a change says just what an earlier one says: they outlive that one. Of further
-- sources' words, of which an event may have several, also which.
CREATE TABLE repeats (
    change_id INTEGER NOT NULL REFERENCES changes (id),
    seq INTEGER NOT NULL,
    of_change INTEGER NOT NULL,
    ids BLOB NOT NULL,
    digests BLOB NOT NULL,
    PRIMARY KEY (change_id, seq)
) STRICT;
CREATE INDEX repeats_by_repeated ON repeats (of_change);

-- Sharded by the event that the link goes from.
CREATE TABLE links (
    from_id INTEGER NOT NULL,
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
