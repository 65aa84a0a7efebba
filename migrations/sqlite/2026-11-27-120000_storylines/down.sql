DROP TABLE story_events;
DROP TABLE stories;
