-- Events that tell one story, found by the program or curated. Both tables are sharded by the story.
CREATE TABLE stories (
    id BIGINT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    curated BOOLEAN NOT NULL,
    added_by BIGINT NOT NULL REFERENCES changes (id)
);

-- after_id is the earlier event of the story that the event most probably belongs to, and how
-- probably; none for the first.
CREATE TABLE story_events (
    story_id BIGINT NOT NULL REFERENCES stories (id),
    event_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    after_id BIGINT,
    probability DOUBLE PRECISION NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (story_id, event_id)
);
CREATE INDEX story_events_by_event ON story_events (event_id);
