-- Events that tell one story, found by the program or curated. Both tables are sharded by the story.
CREATE TABLE stories (
    id INTEGER NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    curated INTEGER NOT NULL,
    added_by INTEGER NOT NULL REFERENCES changes (id)
) STRICT;

-- after_id is the earlier event of the story that the event most probably belongs to, and how
-- probably; none for the first.
CREATE TABLE story_events (
    story_id INTEGER NOT NULL REFERENCES stories (id),
    event_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    after_id INTEGER,
    probability REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (story_id, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_events_by_event ON story_events (event_id);
