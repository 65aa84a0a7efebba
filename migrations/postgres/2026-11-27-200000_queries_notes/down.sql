DROP TABLE notes;
DROP TABLE saved_queries;
