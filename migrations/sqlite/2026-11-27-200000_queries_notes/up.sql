-- Queries that are kept under a name.
CREATE TABLE saved_queries (
    name TEXT NOT NULL PRIMARY KEY,
    query TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What analysts note of events, by the change that noted it.
CREATE TABLE notes (
    event_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL REFERENCES changes (id),
    text TEXT NOT NULL,
    PRIMARY KEY (event_id, change_id)
) STRICT, WITHOUT ROWID;
