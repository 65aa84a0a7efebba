-- Queries that are kept under a name.
CREATE TABLE saved_queries (
    name TEXT NOT NULL PRIMARY KEY,
    query TEXT NOT NULL
);

-- What analysts note of events, by the change that noted it.
CREATE TABLE notes (
    event_id BIGINT NOT NULL,
    change_id BIGINT NOT NULL REFERENCES changes (id),
    text TEXT NOT NULL,
    PRIMARY KEY (event_id, change_id)
);
